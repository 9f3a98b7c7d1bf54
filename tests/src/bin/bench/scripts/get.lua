-- GETs one of the paths in the file, at random.
function request()
  return get(value())
end
