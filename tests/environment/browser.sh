#!/usr/bin/env bash
# Makes sure that a Chromium and a Chinese font are on the machine, and prints the path of the browser.
set -euo pipefail

find_browser() {
    local name
    for name in "${CHROMIUM:-}" chromium chromium-browser google-chrome; do
        if [ -n "$name" ] && command -v "$name"; then return; fi
    done
    return 1
}

has_chinese_font() { [ -n "$(fc-list :lang=zh-cn family 2>/dev/null)" ]; }

find_browser >/dev/null && has_chinese_font && find_browser && exit

if [ "$(id -u)" -eq 0 ] && command -v apt-get >/dev/null; then
    echo "browser.sh: installing Chromium and a Chinese font" >&2
    {
        apt-get update -q
        DEBIAN_FRONTEND=noninteractive apt-get install -qy --no-install-recommends chromium fontconfig fonts-noto-cjk
    } >&2
    find_browser >/dev/null && has_chinese_font && find_browser && exit
fi
echo "browser.sh: the browser story needs Chromium and a Chinese font: install chromium, fontconfig and fonts-noto-cjk" >&2
exit 1
