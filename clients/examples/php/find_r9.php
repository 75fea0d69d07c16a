<?php
// LearnerServiceR9 from PHP: find Ann Lee by her ULN. Needs PHP 7.4 or later with the soap extension.
//
//   apt-get install php-cli php-soap
//   php find_r9.php [ADDRESS]
//
// The caller is the demonstration college, or LRS_UKPRN, LRS_PASSWORD and LRS_USER from the environment.

declare(strict_types=1);

$address = rtrim($argv[1] ?? 'http://127.0.0.1:8080', '/');

try {
    $service = new SoapClient("$address/LearnerServiceR9.svc?wsdl", [
        'cache_wsdl' => WSDL_CACHE_NONE, // the default keeps a WSDL, and the address in it, for a day
        'connection_timeout' => 10,
    ]);
    $answer = $service->LearnerByUln([
        'invokingOrganisation' => [
            'Ukprn' => getenv('LRS_UKPRN') ?: 'TEST0001',
            'Password' => getenv('LRS_PASSWORD') ?: 'CollegePass-0001',
            'Username' => getenv('LRS_USER') ?: 'registrar',
        ],
        'userType' => 'ORG',
        'vendorId' => 1,
        'language' => 'ENG',
        'uln' => '3000000207',
        'givenName' => 'Ann',
        'familyName' => 'Lee',
        'findType' => 'FUL',
    ])->LearnerByUlnResult;
} catch (SoapFault $fault) {
    fwrite(STDERR, "No answer from $address: " . preg_replace('/\s+/', ' ', trim($fault->getMessage())) . "\n");
    exit(1);
}

// This service refuses by a ResponseCode that begins with WSEC, and not by a fault.
if ($answer->ResponseCode !== 'WSRC0004') {
    fwrite(STDERR, "Not as expected: $answer->ResponseCode instead of WSRC0004\n");
    exit(1);
}
printf("Find by ULN: %s, ULN %s\n", $answer->ResponseCode, $answer->Learner->Uln);
