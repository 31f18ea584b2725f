-- Five databases, and for each an owner (only `migrate` logs in as it) and a run-time role.
-- Run once by the postgres image; passwords come from files mounted as secrets.
\set roster_owner `cat /run/secrets/roster_owner_password`
\set roster_app `cat /run/secrets/roster_app_password`
\set assessment_owner `cat /run/secrets/assessment_owner_password`
\set assessment_app `cat /run/secrets/assessment_app_password`
\set training_owner `cat /run/secrets/training_owner_password`
\set training_app `cat /run/secrets/training_app_password`
\set gateway_owner `cat /run/secrets/gateway_owner_password`
\set gateway_app `cat /run/secrets/gateway_app_password`
\set keys_owner `cat /run/secrets/keys_owner_password`
\set keys_app `cat /run/secrets/keys_app_password`

create role roster_owner login password :'roster_owner';
create role roster_app login password :'roster_app';
create role assessment_owner login password :'assessment_owner';
create role assessment_app login password :'assessment_app';
create role training_owner login password :'training_owner';
create role training_app login password :'training_app';
create role gateway_owner login password :'gateway_owner';
create role gateway_app login password :'gateway_app';
create role keys_owner login password :'keys_owner';
create role keys_app login password :'keys_app';

create database roster owner roster_owner;
create database assessment owner assessment_owner;
create database training owner training_owner;
create database gateway owner gateway_owner;
-- Every person's keys, and the access log; only the roster logs in.
create database keys owner keys_owner;

revoke all on database roster, assessment, training, gateway, keys, postgres, template1 from public;
grant connect on database roster to roster_app;
grant connect on database assessment to assessment_app;
grant connect on database training to training_app;
grant connect on database gateway to gateway_app;
grant connect on database keys to keys_app;
