-- Two bookings of one resource that are not pending never overlap. Looked at when a change is whole: a series that moves passes
-- through its own times. An activity is not in its own way: on the night that is an hour shorter, a day of 24 hours meets the next.
CREATE EXTENSION IF NOT EXISTS btree_gist;

ALTER TABLE bookings ADD CONSTRAINT ex_bookings_one_at_a_time
    EXCLUDE USING gist (resource_id WITH =, activity_id WITH <>, tstzrange(start, "end") WITH &&) WHERE (NOT is_pending) DEFERRABLE INITIALLY DEFERRED;
