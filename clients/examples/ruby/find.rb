# The gateway from Ruby, through soap4r: find Ann Lee by her ULN.
#
#   apt-get install ruby-soap4r    (or: gem install soap4r-ruby1.9)
#   ruby -W0 find.rb [ADDRESS]     (-W0: soap4r warns of what it does not know in a WSDL, and does not need)
#
# The caller is the demonstration college, or LRS_UKPRN, LRS_PASSWORD and LRS_USER from the environment.

gem 'soap4r-ruby1.9'
require 'soap/wsdlDriver'

address = ARGV.fetch(0, 'http://127.0.0.1:8080')

begin
  service = SOAP::WSDLDriverFactory.new("#{address}/LearnerService.svc?wsdl").create_rpc_driver
  answer = service.learnerByULN(
    'FindType' => 'FUL',
    'OrganisationRef' => nil,
    'UKPRN' => ENV.fetch('LRS_UKPRN', 'TEST0001'),
    'OrgPassword' => ENV.fetch('LRS_PASSWORD', 'CollegePass-0001'),
    'UserName' => ENV.fetch('LRS_USER', 'registrar'),
    'ULN' => '3000000207',
    'FamilyName' => 'Lee',
    'GivenName' => 'Ann'
  )
rescue SOAP::FaultError => e
  refusal = e.detail.mIAPAPIException
  abort "Fault #{refusal.errorCode}: #{refusal.description}"
rescue StandardError => e
  abort "No answer from #{address}: #{e.message.split.join(' ')}"
end

abort "Not as expected: #{answer.responseCode} instead of WSRC0004" if answer.responseCode != 'WSRC0004'
puts "Find by ULN: #{answer.responseCode}, ULN #{answer.learner.uLN}"
