// learnerByULN as node's soap package does it: the WSDL of stock Spyne, one process a worker, a pool for each.
const cluster = require("cluster");
const http = require("http");
const fs = require("fs");
const [port, wsdl, url] = process.argv.slice(2);

if (cluster.isPrimary) {
  for (let worker = 0; worker < 2; worker++) cluster.fork();
} else {
  const soap = require("soap");
  const lookUp = url.startsWith("sqlite") ? bySqlite() : byPostgresql();
  const server = http.createServer((request, answer) => answer.end("ready"));
  server.keepAliveTimeout = 60000;
  server.listen(Number(port), "127.0.0.1", () => {
    const find = (args, callback) =>
      lookUp(args.ULN).then((row) => callback({ FindLearnerByULNResult: write(args, row) }));
    soap.listen(server, "/", { Find: { Application: { FindLearnerByULN: find } } }, fs.readFileSync(wsdl, "utf8"));
  });
}

function bySqlite() {
  const Database = require("better-sqlite3");
  const held = new Database(url.replace("sqlite:///", ""), { readonly: true });
  const statement = held.prepare("SELECT * FROM learner WHERE uln = ?");
  return async (uln) => statement.get(uln);
}

function byPostgresql() {
  const { Pool, types } = require("pg");
  types.setTypeParser(1082, (text) => text);
  types.setTypeParser(1114, (text) => text);
  const pool = new Pool({ max: 8 }); // PGHOST and so on say where
  const text = "SELECT * FROM learner WHERE uln = $1";
  return async (uln) => (await pool.query({ name: "by_uln", text, values: [uln] })).rows[0];
}

function write(args, row) {
  return {
    ResponseCode: "WSRC0004",
    ULN: args.ULN,
    FamilyName: args.FamilyName,
    GivenName: args.GivenName,
    Learner: {
      CreatedDate: row.created_at.slice(0, 10),
      LastUpdatedDate: row.updated_at.slice(0, 10),
      ULN: row.uln,
      Title: row.title,
      GivenName: row.given_name,
      MiddleOtherName: row.middle_name,
      FamilyName: row.family_name,
      PreferredGivenName: row.preferred_given_name,
      PreviousFamilyName: row.previous_family_name,
      FamilyNameAtAge16: row.family_name_at_16,
      SchoolAtAge16: row.school_at_16,
      LastKnownAddressLine1: row.address_line1,
      LastKnownAddressLine2: row.address_line2,
      LastKnownAddressTown: row.address_town,
      LastKnownAddressCountyOrCity: row.address_county,
      LastKnownPostCode: row.postcode,
      DateOfAddressCapture: row.address_captured_on,
      DateOfBirth: row.date_of_birth,
      PlaceOfBirth: row.place_of_birth,
      Gender: row.gender,
      EmailAddress: row.email,
      Nationality: row.nationality,
      ScottishCandidateNumber: row.scottish_candidate_number,
      VerificationType: row.verification_type,
      OtherVerificationDescription: row.verification_description,
      TierLevel: "0",
      AbilityToShare: row.ability_to_share,
      LearnerStatus: "1",
      Notes: row.notes,
      VersionNumber: row.version,
    },
  };
}
