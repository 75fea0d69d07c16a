// The gateway from Node.js, through node-soap: find Ann Lee by her ULN.
//
//   npm install soap
//   node find.js [ADDRESS]
//
// node-soap cannot read the WSDL as it is published, so take ?wsdl=plain: the same contract in another spelling.
// The caller is the demonstration college, or LRS_UKPRN, LRS_PASSWORD and LRS_USER from the environment.

const soap = require('soap');

const { LRS_UKPRN = 'TEST0001', LRS_PASSWORD = 'CollegePass-0001', LRS_USER = 'registrar' } = process.env;

async function main(address = 'http://127.0.0.1:8080') {
  const client = await soap.createClientAsync(`${address}/LearnerService.svc?wsdl=plain`);
  // node-soap writes the members in the order in which they stand here; it must be that of the schema.
  const [answer] = await client.learnerByULNAsync({
    FindType: 'FUL',
    OrganisationRef: null,
    UKPRN: LRS_UKPRN,
    OrgPassword: LRS_PASSWORD,
    UserName: LRS_USER,
    ULN: '3000000207',
    FamilyName: 'Lee',
    GivenName: 'Ann',
  });
  if (answer.ResponseCode !== 'WSRC0004') throw new Error(`${answer.ResponseCode} instead of WSRC0004`);
  console.log(`Find by ULN: ${answer.ResponseCode}, ULN ${answer.Learner[0].ULN}`);
}

function told(error) {
  const refusal = error.root?.Envelope?.Body?.Fault?.detail?.MIAPAPIException;
  if (refusal) return `Fault ${refusal.ErrorCode}: ${refusal.Description}`;
  return error.code ? `No answer: ${error.code}` : `Not as expected: ${error.message}`; // such as ECONNREFUSED
}

main(process.argv[2]).catch((error) => {
  console.error(told(error).replace(/\s+/g, ' '));
  process.exitCode = 1;
});
