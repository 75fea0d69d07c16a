<?php
// The gateway from PHP: register a learner, find, meet a refusal. Needs PHP 7.4 or later with the soap extension.
//
//   apt-get install php-cli php-soap
//   php client.php [ADDRESS]
//
// The caller is the demonstration college, or LRS_UKPRN, LRS_PASSWORD and LRS_USER from the environment.

declare(strict_types=1);

$address = rtrim($argv[1] ?? 'http://127.0.0.1:8080', '/');
$password = getenv('LRS_PASSWORD') ?: 'CollegePass-0001';

// OrganisationRef is nillable but not optional: give it as null, or the extension refuses to write the message.
$caller = [
    'OrganisationRef' => null,
    'UKPRN' => getenv('LRS_UKPRN') ?: 'TEST0001',
    'OrgPassword' => $password,
    'UserName' => getenv('LRS_USER') ?: 'registrar',
];
$names = ['GivenName' => 'Iris', 'FamilyName' => 'Orme'];
$details = ['DateOfBirth' => '2005-04-02', 'Gender' => '2', 'LastKnownPostCode' => 'OX1 2JD'];

try {
    $service = new SoapClient("$address/LearnerService.svc?wsdl", [
        'cache_wsdl' => WSDL_CACHE_NONE,            // the default keeps a WSDL, and the address in it, for a day
        'features' => SOAP_SINGLE_ELEMENT_ARRAYS,   // one Learner is an array of one Learner
        'connection_timeout' => 10,
    ]);

    $answer = $service->registerSingleLearner(
        $caller + ['Learner' => $names + $details + ['VerificationType' => '1', 'AbilityToShare' => '1']]
    );
    printf("Register:             %s, ULN %s\n", $answer->ResponseCode, $answer->ULN ?? 'not issued');
    expect($answer->ResponseCode, 'WSRC0005', 'WSRC0021'); // registered; or such a learner exists

    $unused = ['PreviousFamilyName', 'SchoolAtAge16', 'PlaceOfBirth', 'EmailAddress'];
    $answer = $service->learnerByDemographics(
        $caller + ['FindType' => 'FUL'] + $names + $details + array_fill_keys($unused, null)
    );
    printf("Find by demographics: %s\n", $answer->ResponseCode);
    expect($answer->ResponseCode, 'WSRC0004'); // with WSRC0003, possible matches, a person must choose
    $uln = $answer->Learner[0]->ULN;

    $answer = $service->learnerByULN($caller + ['FindType' => 'FUL', 'ULN' => $uln] + $names);
    expect($answer->ResponseCode, 'WSRC0004');
    foreach ($answer->Learner as $learner) {
        printf("Find by ULN:          %s, %s %s\n", $answer->ResponseCode, $learner->GivenName, $learner->FamilyName);
    }

    try {
        $service->learnerByULN(
            ['OrgPassword' => 'wrong-password-1', 'FindType' => 'CHK', 'ULN' => $uln] + $names + $caller
        );
        throw new UnexpectedValueException('a wrong password was accepted');
    } catch (SoapFault $fault) {
        $exception = $fault->detail->MIAPAPIException ?? null;
        if ($exception === null) {
            throw $fault;
        }
        printf("Wrong password:       Fault %s, %s\n", $exception->ErrorCode, $exception->Description);
        expect($exception->ErrorCode, 'WSEC0005');
    }
} catch (SoapFault $fault) {
    // Also raised by the extension itself, without detail, where the gateway cannot be reached.
    $exception = $fault->detail->MIAPAPIException ?? null;
    fwrite(STDERR, $exception
        ? "Fault $exception->ErrorCode: $exception->Description\n"
        : "No answer from $address: " . preg_replace('/\s+/', ' ', trim($fault->getMessage())) . "\n");
    exit(1);
} catch (UnexpectedValueException $error) {
    fwrite(STDERR, 'Not as expected: ' . $error->getMessage() . "\n");
    exit(1);
}
echo "All as expected.\n";

function expect(string $code, string ...$expected): void
{
    if (!in_array($code, $expected, true)) {
        throw new UnexpectedValueException("$code instead of " . implode(' or ', $expected));
    }
}
