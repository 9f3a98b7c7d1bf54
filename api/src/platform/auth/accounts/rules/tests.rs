use std::collections::BTreeSet;

use proptest::prelude::*;

use super::*;

/// Everybody there is in the beginning, by number: two of each kind of administrator, and the head of an office.
const FIRST: [&str; 7] =
    ["sys_admin", "sys_admin", "sec_admin", "sec_admin", "audit_admin", "audit_admin", "office_head"];
const MOST: usize = 14;
const GIVEN: [&str; 6] = ["sys_admin", "sec_admin", "audit_admin", "office_head", "caseworker", "publicity"];
const BUSINESS: [&str; 3] = ["office_head", "caseworker", "publicity"];

fn id(number: usize) -> Id {
    Id::from_bytes(u128::try_from(number + 1).unwrap().to_be_bytes())
}

#[derive(Debug, Clone)]
struct Account {
    role: &'static str,
    made_by: Option<usize>,
    /// Whose doing it is that whoever signs in with it may do what it may: the makers of its role and of its password.
    hands: BTreeSet<usize>,
}

#[derive(Debug, Clone)]
struct Request {
    account: usize,
    asked_by: usize,
    role: Option<&'static str>,
}

#[derive(Debug, Clone)]
enum Step {
    Make { by: usize },
    Ask { by: usize, account: usize, role: usize },
    SetUp { by: usize, account: usize },
    Revoke { by: usize, account: usize },
    Confirm { by: usize, request: usize },
}

struct Office {
    accounts: Vec<Account>,
    requests: Vec<Request>,
}

impl Office {
    fn new() -> Self {
        let first = |role: &&'static str| Account { role, made_by: None, hands: BTreeSet::new() };
        Self { accounts: FIRST.iter().map(first).collect(), requests: Vec::new() }
    }

    /// One of those who have one of these roles.
    fn one_of(&self, roles: &[&str], number: usize) -> Option<usize> {
        let holders: Vec<usize> =
            (0..self.accounts.len()).filter(|who| roles.contains(&self.accounts[*who].role)).collect();
        holders.get(number % holders.len().max(1)).copied()
    }

    fn take(&mut self, step: &Step) -> Option<()> {
        match *step {
            Step::Make { by } => {
                let by = self.one_of(&["sys_admin"], by)?;
                let hands = BTreeSet::from([by]);
                let made = Account { role: UNASSIGNED, made_by: Some(by), hands };
                (self.accounts.len() < MOST).then(|| self.accounts.push(made))
            }
            Step::Ask { by, account, role } => {
                let (by, account) = (self.one_of(&["sec_admin"], by)?, account % self.accounts.len());
                let made_by = self.accounts[account].made_by.map(id);
                expect_may_ask_for_role(Some(id(by)), id(account), made_by).ok()?;
                self.requests.push(Request { account, asked_by: by, role: Some(GIVEN[role % GIVEN.len()]) });
                Some(())
            }
            Step::SetUp { by, account } => {
                let (by, account) = (self.one_of(&["sys_admin"], by)?, account % self.accounts.len());
                expect_another(Some(id(by)), id(account)).ok()?;
                if self.accounts[account].role == UNASSIGNED {
                    self.accounts[account].hands = BTreeSet::from([by]);
                } else {
                    self.requests.push(Request { account, asked_by: by, role: None });
                }
                Some(())
            }
            Step::Revoke { by, account } => {
                let (by, account) = (self.one_of(&["sec_admin"], by)?, account % self.accounts.len());
                expect_another(Some(id(by)), id(account)).ok()?;
                self.accounts[account].role = UNASSIGNED;
                Some(())
            }
            Step::Confirm { by, request } => self.confirm(self.one_of(&["audit_admin", "office_head"], by)?, request),
        }
    }

    fn confirm(&mut self, by: usize, request: usize) -> Option<()> {
        let place = request % self.requests.len().max(1);
        let request = self.requests.get(place)?.clone();
        let account = self.accounts[request.account].clone();
        let what = ToConfirm {
            account_id: id(request.account),
            made_by: account.made_by.map(id),
            asked_by: id(request.asked_by),
            present_role: account.role,
            asked_role: request.role,
        };
        expect_may_confirm(id(by), self.accounts[by].role, what).ok()?;
        self.requests.remove(place);
        let account = &mut self.accounts[request.account];
        match request.role {
            Some(role) => account.role = role,
            None => account.hands.clear(),
        }
        account.hands.extend([request.asked_by, by]);
        Some(())
    }
}

fn step() -> impl Strategy<Value = Step> {
    let one = 0..64_usize;
    prop_oneof![
        one.clone().prop_map(|by| Step::Make { by }),
        (one.clone(), one.clone(), one.clone()).prop_map(|(by, account, role)| Step::Ask { by, account, role }),
        (one.clone(), one.clone()).prop_map(|(by, account)| Step::SetUp { by, account }),
        (one.clone(), one.clone()).prop_map(|(by, account)| Step::Revoke { by, account }),
        (one.clone(), one).prop_map(|(by, request)| Step::Confirm { by, request }),
    ]
}

proptest! {
    #![proptest_config(ProptestConfig::with_cases(2_000))]

    /// However administrators act, and whatever posts they are moved to: nobody sees a case by the doing of one person, and
    /// nobody by their own.
    #[test]
    fn nobody_gains_a_role_by_the_hands_of_one(steps in prop::collection::vec(step(), 1..60)) {
        let mut office = Office::new();
        for step in &steps {
            let before = office.accounts.clone();
            let _ = office.take(step);
            for (number, account) in office.accounts.iter().enumerate() {
                let is_new = before.get(number).is_none_or(|before| before.role != account.role);
                let is_given = !account.hands.is_empty() && BUSINESS.contains(&account.role);
                prop_assert!(!is_given || account.hands.len() >= 2, "{account:?}");
                prop_assert!(!is_new || !account.hands.contains(&number), "{number} {account:?}");
            }
        }
    }
}

#[test]
fn the_second_pair_of_eyes_is_another_persons() {
    let what = |asked_role| ToConfirm {
        account_id: id(1),
        made_by: Some(id(2)),
        asked_by: id(3),
        present_role: "publicity",
        asked_role,
    };
    let told = |who: usize, role: &str, asked| expect_may_confirm(id(who), role, what(asked)).map_err(|rule| rule.code);
    assert_eq!(told(4, "office_head", Some("caseworker")), Ok(()));
    assert_eq!(told(1, "audit_admin", Some("caseworker")), Err("account.own"));
    assert_eq!(told(2, "audit_admin", Some("caseworker")), Err("account.same_person"));
    assert_eq!(told(3, "audit_admin", Some("caseworker")), Err("account.same_person"));
    // Who made an account, and has become auditor since, may confirm a new password: the role is others' doing.
    assert_eq!(told(2, "audit_admin", None), Ok(()));
    assert_eq!(told(4, "office_head", Some("sec_admin")), Err("account.by_auditor"));
    assert_eq!(told(4, "audit_admin", Some("sec_admin")), Ok(()));
}

#[test]
fn no_person_has_the_role_of_machines_or_none_by_asking() {
    assert!(!may_be_given(MACHINE) && !may_be_given(UNASSIGNED) && may_be_given("caseworker"));
}
