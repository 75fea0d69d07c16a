#!/usr/bin/perl
# The gateway from Perl, through SOAP::Lite: find Ann Lee by her ULN.
#
#   apt-get install libsoap-lite-perl
#   perl find.pl [ADDRESS]
#
# The caller is the demonstration college, or LRS_UKPRN, LRS_PASSWORD and LRS_USER from the environment.

use strict;
use warnings;
use SOAP::Lite;

my $address = shift // 'http://127.0.0.1:8080';

# In the order of the schema. Give SOAP::Lite no WSDL: it would call elements by the names of operations.
my @members = (
    FindType    => 'FUL',
    UKPRN       => $ENV{LRS_UKPRN}    // 'TEST0001',
    OrgPassword => $ENV{LRS_PASSWORD} // 'CollegePass-0001',
    UserName    => $ENV{LRS_USER}     // 'registrar',
    ULN         => '3000000207',
    FamilyName  => 'Lee',
    GivenName   => 'Ann',
);

my $service = SOAP::Lite->proxy("$address/LearnerService.svc", timeout => 30)
    ->autotype(0)               # otherwise digits are declared to be xsd:int, and the message is refused
    ->on_action(sub { '""' })
    ->on_fault(sub { });        # call gives what came, and the fault is read below

my @data;
while (my ($name, $value) = splice @members, 0, 2) {
    push @data, SOAP::Data->name($name => SOAP::Utils::encode_data($value)); # it escapes nothing by itself
}
my $answer = $service->call(
    SOAP::Data->name('find:FindLearnerByULN')->attr({ 'xmlns:find' => 'http://api.lrs.miap.gov.uk/findmsg' }), @data
);

fail("No answer from $address: " . $service->transport->status) if !ref $answer;
if ($answer->fault) {
    my $refusal = $answer->faultdetail->{MIAPAPIException};
    fail("Fault $refusal->{ErrorCode}: $refusal->{Description}");
}
my $code = $answer->valueof('//FindLearnerResponse/ResponseCode');
fail("Not as expected: $code instead of WSRC0004") if $code ne 'WSRC0004';
print "Find by ULN: $code, ULN ", $answer->valueof('//FindLearnerResponse/Learner/ULN'), "\n";

sub fail {
    my ($line) = @_;
    print STDERR "$line\n";
    exit 1;
}
