"""Ways to open the second lock: what is done, where doctor must find it, and words of what it finds."""

from tests.postgres import Roles

OWN = "(user_id = ANY ((SELECT readable_owners('record'))::uuid[]))"
OPENED = {
    "opened to read": (
        "ALTER POLICY goals_select ON goals USING (true)",
        "policy goals_select of goals",
        "SELECT to public using true",
    ),
    "opened by the way": (
        f"ALTER POLICY goals_select ON goals USING ({OWN} OR status = 'archived')",
        "policy goals_select of goals",
        "OR (status = 'archived'::text)",
    ),
    "opened to write": (
        "ALTER POLICY goals_insert ON goals WITH CHECK (true)",
        "policy goals_insert of goals",
        "INSERT to public with check true",
    ),
    "opened to give away": (
        "ALTER POLICY goals_update ON goals WITH CHECK (true)",
        "policy goals_update of goals",
        "with check true",
    ),
    "another area": (
        "ALTER POLICY goals_select ON goals USING (user_id = ANY ((SELECT readable_owners('self'))::uuid[]))",
        "policy goals_select of goals",
        "readable_owners('self'::text)",
    ),
    "another column": (
        "ALTER POLICY goals_delete ON goals USING (id = ANY ((SELECT writable_owners('record'))::uuid[]))",
        "policy goals_delete of goals",
        "DELETE to public using (id = ",
    ),
    "another command": (
        f"DROP POLICY goals_select ON goals; CREATE POLICY goals_select ON goals USING ({OWN})",
        "policy goals_select of goals",
        "ALL to public using",
    ),
    "another kind": (
        f"""DROP POLICY goals_select ON goals;
        CREATE POLICY goals_select ON goals AS RESTRICTIVE FOR SELECT USING ({OWN})""",
        "policy goals_select of goals",
        "SELECT to public, restrictive using",
    ),
    "to another role": (
        f"ALTER POLICY goals_select ON goals TO {Roles().application}",
        "policy goals_select of goals",
        f"SELECT to {Roles().application} using",
    ),
    "the operator's way for all": (
        "ALTER POLICY goals_operator ON goals TO public",
        "policy goals_operator of goals",
        "ALL to public using true with check true",
    ),
    "one too many": (
        "CREATE POLICY open ON goals FOR SELECT USING (true)",
        "policy open of goals",
        "SELECT to public using true",
    ),
    "dropped": ("DROP POLICY goals_delete ON goals", "policy goals_delete of goals", "no such policy"),
    "opened directory": (
        "ALTER POLICY directory_presented ON directory USING (key IS NOT NULL)",
        "policy directory_presented of directory",
        "SELECT to public using (key IS NOT NULL)",
    ),
    "disabled": ("ALTER TABLE goals DISABLE ROW LEVEL SECURITY", "goals", "is open"),
    "not forced": ("ALTER TABLE goals NO FORCE ROW LEVEL SECURITY", "goals", "is open"),
    "no table": ("DROP TABLE goals CASCADE", "goals", "is missing"),
    "opened function": (
        """CREATE OR REPLACE FUNCTION readable_owners(area text) RETURNS uuid[] LANGUAGE sql STABLE AS
        'SELECT array_agg(id) FROM users'""",
        "function readable_owners",
        "SELECT array_agg(id) FROM users",
    ),
    "no function": (
        "DROP FUNCTION readable_owners CASCADE",
        "function readable_owners",
        "no such function",
    ),
    "a function that acts as its owner": (
        "ALTER FUNCTION writable_owners SECURITY DEFINER",
        "function writable_owners",
        "acts as its owner",
    ),
}
