-- What the database holds of the lists of cases that are always shared: an edition comes into force by both sides,
-- each in its own name, and from then on stands still.

CREATE FUNCTION exchange_home() RETURNS uuid[] LANGUAGE sql STABLE
SET search_path = pg_catalog, public, pg_temp AS $$
  SELECT coalesce(array_agg(DISTINCT a.organisation_id), '{}') FROM parties_appointment a
    JOIN parties_organisation o ON o.id = a.organisation_id
   WHERE a.person_id = ANY (string_to_array(nullif(current_setting('app.persons', true), ''), ',')::uuid[])
     AND a.municipality_id = nullif(current_setting('app.municipality', true), '')::uuid
     AND a.valid_from <= statement_timestamp() AND (a.valid_until IS NULL OR a.valid_until > statement_timestamp())
     AND a.function::text = ANY (string_to_array(nullif(current_setting('app.functions', true), ''), ','))
     AND CASE WHEN o.kind = 'municipality' THEN a.function::text IN ('mayor', 'deputy', 'safety_adviser')
              ELSE a.function::text IN ('prosecutor', 'team_chief', 'case_director', 'partner') END
$$;

CREATE FUNCTION exchange_guard_standing() RETURNS trigger LANGUAGE plpgsql AS $$
DECLARE
  mine uuid[] := exchange_home();
BEGIN
  IF TG_OP = 'DELETE' THEN
    RAISE EXCEPTION 'An edition is not deleted.';
  END IF;
  IF TG_OP = 'INSERT' THEN
    IF NEW.state <> 'draft' OR NEW.giver_agreed_at IS NOT NULL OR NEW.recipient_agreed_at IS NOT NULL THEN
      RAISE EXCEPTION 'An edition begins as a proposal.';
    END IF;
    RETURN NEW;
  END IF;
  IF (OLD.id, OLD.municipality_id, OLD.giver_id, OLD.recipient_id, OLD.edition, OLD.proposed_by_id, OLD.proposed_at)
     IS DISTINCT FROM
     (NEW.id, NEW.municipality_id, NEW.giver_id, NEW.recipient_id, NEW.edition, NEW.proposed_by_id, NEW.proposed_at)
  THEN
    RAISE EXCEPTION 'Between whom an edition is does not change.';
  END IF;
  IF OLD.state <> NEW.state AND (OLD.state, NEW.state) NOT IN (
       ('draft', 'in_force'), ('draft', 'ended'), ('in_force', 'replaced'), ('in_force', 'ended')) THEN
    RAISE EXCEPTION 'An edition does not go from % to %.', OLD.state, NEW.state;
  END IF;
  IF OLD.state <> 'draft' AND
     (OLD.giver_agreed_by_id, OLD.giver_agreed_at, OLD.recipient_agreed_by_id, OLD.recipient_agreed_at,
      OLD.in_force_from, OLD.review_on, OLD.deadline_id)
     IS DISTINCT FROM
     (NEW.giver_agreed_by_id, NEW.giver_agreed_at, NEW.recipient_agreed_by_id, NEW.recipient_agreed_at,
      NEW.in_force_from, NEW.review_on, NEW.deadline_id) THEN
    RAISE EXCEPTION 'The edition is in force or over: it stands still.';
  END IF;
  -- Nobody agrees for the other side.
  IF NEW.giver_agreed_at IS NOT NULL AND OLD.giver_agreed_at IS NULL AND NOT NEW.giver_id = ANY (mine) THEN
    RAISE EXCEPTION 'Only the giving side agrees for itself.';
  END IF;
  IF NEW.recipient_agreed_at IS NOT NULL AND OLD.recipient_agreed_at IS NULL AND NOT NEW.recipient_id = ANY (mine) THEN
    RAISE EXCEPTION 'Only the receiving side agrees for itself.';
  END IF;
  RETURN NEW;
END $$;
CREATE TRIGGER exchange_guard BEFORE INSERT OR UPDATE OR DELETE ON exchange_standinglist
  FOR EACH ROW EXECUTE FUNCTION exchange_guard_standing();

CREATE FUNCTION exchange_guard_standing_case() RETURNS trigger LANGUAGE plpgsql AS $$
DECLARE
  about uuid := CASE TG_OP WHEN 'DELETE' THEN OLD.standing_list_id ELSE NEW.standing_list_id END;
BEGIN
  IF TG_OP = 'UPDATE' AND OLD.standing_list_id <> NEW.standing_list_id THEN
    RAISE EXCEPTION 'A line stays in its edition.';
  END IF;
  IF NOT EXISTS (SELECT 1 FROM exchange_standinglist l WHERE l.id = about AND l.state = 'draft'
                 AND l.giver_agreed_at IS NULL AND l.recipient_agreed_at IS NULL) THEN
    RAISE EXCEPTION 'Lines are written in a proposal that nobody agreed to yet.';
  END IF;
  RETURN CASE TG_OP WHEN 'DELETE' THEN OLD ELSE NEW END;
END $$;
CREATE TRIGGER exchange_guard BEFORE INSERT OR UPDATE OR DELETE ON exchange_standingcase
  FOR EACH ROW EXECUTE FUNCTION exchange_guard_standing_case();

CREATE FUNCTION exchange_refuse_standing_truncate() RETURNS trigger LANGUAGE plpgsql AS $$
BEGIN
  RAISE EXCEPTION 'TRUNCATE on % is refused.', TG_TABLE_NAME;
END $$;
CREATE TRIGGER exchange_no_truncate BEFORE TRUNCATE ON exchange_standinglist
  FOR EACH STATEMENT EXECUTE FUNCTION exchange_refuse_standing_truncate();
CREATE TRIGGER exchange_no_truncate BEFORE TRUNCATE ON exchange_standingcase
  FOR EACH STATEMENT EXECUTE FUNCTION exchange_refuse_standing_truncate();
