// The gateway from Java, through JAX-WS: register a learner, find, meet a refusal.
//
// JAX-WS left the JDK with Java 11; its tools come with the reference implementation (Debian: apt-get install jaxws).
// With the gateway running:
//
//   wsimport -keep -d classes "http://127.0.0.1:8080/LearnerService.svc?wsdl"
//   javac -cp "classes:/usr/share/java/*" -d classes Client.java
//   java -Djavax.xml.soap.SAAJMetaFactory=com.sun.xml.messaging.saaj.soap.SAAJMetaFactoryImpl \
//       -cp "classes:/usr/share/java/*" Client [ADDRESS]
//
// The property only keeps Debian's JAX-WS from warning that it found itself by an old name. The WSDL of the service
// itself does as well: its classes differ from ours only in the abstract types that requests extend, which this client
// does not name.
//
// Give wsimport no -p: the types of eight namespaces do not fit in one package. With JAX-WS 3 or later read jakarta for
// javax below. The caller is the demonstration college, or LRS_UKPRN, LRS_PASSWORD and LRS_USER from the environment.

import java.net.URL;
import java.util.Collections;
import java.util.List;
import java.util.Set;
import javax.xml.namespace.QName;
import javax.xml.soap.SOAPFault;
import javax.xml.ws.BindingProvider;
import javax.xml.ws.WebServiceException;
import javax.xml.ws.handler.MessageContext;
import javax.xml.ws.handler.soap.SOAPHandler;
import javax.xml.ws.handler.soap.SOAPMessageContext;
import org.tempuri.LearnerPortType;
import org.tempuri.LearnerPortTypeLearnerByULNMIAPAPIExceptionFaultFaultMessage;
import org.tempuri.LearnerServiceProxy;
import org.w3c.dom.NodeList;
import uk.gov.miap.lrs.api.findmsg.FindLearnerResp;
import uk.gov.miap.lrs.api.findmsg.LearnerByDemographicsRqst;
import uk.gov.miap.lrs.api.findmsg.LearnerByULNRqst;
import uk.gov.miap.lrs.api.learner.Learner;
import uk.gov.miap.lrs.api.learner.LearnerToRegister;
import uk.gov.miap.lrs.api.regmsg.RegisterSingleLearnerResp;
import uk.gov.miap.lrs.api.regmsg.RegisterSingleLearnerRqst;

public final class Client {
    private static final String UKPRN = environment("LRS_UKPRN", "TEST0001");
    private static final String PASSWORD = environment("LRS_PASSWORD", "CollegePass-0001");
    private static final String USER = environment("LRS_USER", "registrar");

    private static final String GIVEN_NAME = "Jon";
    private static final String FAMILY_NAME = "Orme";
    private static final String BORN = "2005-04-03";
    private static final String MALE = "1";
    private static final String POSTCODE = "OX1 2JD";

    public static void main(String[] arguments) throws Exception {
        String address = arguments.length > 0 ? arguments[0] : "http://127.0.0.1:8080";
        FaultReader faults = new FaultReader();
        try {
            journey(open(address, faults), faults);
        } catch (Unexpected error) {
            System.err.println("Not as expected: " + error.getMessage());
            System.exit(1);
        } catch (Exception error) { // each operation has an exception of its own, and each means a fault
            String none = "No answer from " + address + ": " + oneLine(error);
            System.err.println(faults.code.isEmpty() ? none : "Fault " + faults);
            System.exit(1);
        }
        System.out.println("All as expected.");
    }

    private static LearnerPortType open(String address, FaultReader faults) throws Exception {
        URL wsdl = new URL(address + "/LearnerService.svc?wsdl");
        LearnerPortType service = new LearnerServiceProxy(wsdl).getBasicHttpBindingLearnerPortType();
        ((BindingProvider) service).getBinding().setHandlerChain(List.of(faults));
        return service;
    }

    private static void journey(LearnerPortType service, FaultReader faults) throws Exception {
        register(service);
        String uln = findByDemographics(service);
        findByUln(service, uln);
        beRefused(service, uln, faults);
    }

    private static void register(LearnerPortType service) throws Exception {
        LearnerToRegister learner = new LearnerToRegister();
        learner.setGivenName(GIVEN_NAME);
        learner.setFamilyName(FAMILY_NAME);
        learner.setLastKnownPostCode(POSTCODE);
        learner.setDateOfBirth(BORN);
        learner.setGender(MALE);
        learner.setVerificationType("1");
        learner.setAbilityToShare("1");
        RegisterSingleLearnerRqst request = new RegisterSingleLearnerRqst();
        request.setUKPRN(UKPRN);
        request.setOrgPassword(PASSWORD);
        request.setUserName(USER);
        request.setLearner(learner);
        RegisterSingleLearnerResp answer = service.registerSingleLearner(request);
        String uln = answer.getULN() == null ? "not issued" : answer.getULN();
        System.out.printf("Register:             %s, ULN %s%n", answer.getResponseCode(), uln);
        expect(answer.getResponseCode(), "WSRC0005", "WSRC0021"); // registered; or such a learner exists
    }

    private static String findByDemographics(LearnerPortType service) throws Exception {
        LearnerByDemographicsRqst request = new LearnerByDemographicsRqst();
        request.setUKPRN(UKPRN);
        request.setOrgPassword(PASSWORD);
        request.setUserName(USER);
        request.setFindType("FUL");
        request.setGivenName(GIVEN_NAME);
        request.setFamilyName(FAMILY_NAME);
        request.setDateOfBirth(BORN);
        request.setGender(MALE);
        request.setLastKnownPostCode(POSTCODE);
        FindLearnerResp answer = service.learnerByDemographics(request);
        System.out.printf("Find by demographics: %s%n", answer.getResponseCode());
        expect(answer.getResponseCode(), "WSRC0004"); // with WSRC0003, possible matches, a person must choose
        return answer.getLearner().get(0).getULN();
    }

    private static void findByUln(LearnerPortType service, String uln) throws Exception {
        FindLearnerResp answer = service.learnerByULN(byUln(uln, "FUL"));
        for (Learner learner : answer.getLearner()) {
            System.out.printf("Find by ULN:          %s, %s %s, version %d%n", answer.getResponseCode(),
                    learner.getGivenName(), learner.getFamilyName(), learner.getVersionNumber());
        }
        expect(answer.getResponseCode(), "WSRC0004");
    }

    private static void beRefused(LearnerPortType service, String uln, FaultReader faults) throws Exception {
        LearnerByULNRqst request = byUln(uln, "CHK");
        request.setOrgPassword("wrong-password-1");
        try {
            service.learnerByULN(request);
        } catch (LearnerPortTypeLearnerByULNMIAPAPIExceptionFaultFaultMessage fault) {
            System.out.printf("Wrong password:       Fault %s%n", faults);
            expect(faults.code, "WSEC0005");
            return;
        }
        throw new Unexpected("a wrong password was accepted");
    }

    private static LearnerByULNRqst byUln(String uln, String findType) {
        LearnerByULNRqst request = new LearnerByULNRqst();
        request.setUKPRN(UKPRN);
        request.setOrgPassword(PASSWORD);
        request.setUserName(USER);
        request.setFindType(findType);
        request.setULN(uln);
        request.setGivenName(GIVEN_NAME);
        request.setFamilyName(FAMILY_NAME);
        return request;
    }

    private static String oneLine(Exception error) {
        return error.getMessage().replaceAll("\\s+", " ").trim();
    }

    private static String environment(String name, String otherwise) {
        return System.getenv().getOrDefault(name, otherwise);
    }

    private static void expect(String code, String... expected) {
        if (!List.of(expected).contains(code)) {
            throw new Unexpected(code + " instead of " + String.join(" or ", expected));
        }
    }

    private static final class Unexpected extends RuntimeException {
        Unexpected(String message) {
            super(message);
        }
    }

    /**
     * Reads the fault off the message. The service writes the children of MIAPAPIException without a namespace, the
     * WSDL declares them with one: getFaultInfo() is there, but its members are null. This reads them in either form.
     */
    private static final class FaultReader implements SOAPHandler<SOAPMessageContext> {
        String code = "";
        String description = "";

        @Override
        public boolean handleFault(SOAPMessageContext context) {
            try {
                SOAPFault fault = context.getMessage().getSOAPBody().getFault();
                code = read(fault, "ErrorCode", fault.getFaultCode());
                description = read(fault, "Description", fault.getFaultString());
            } catch (javax.xml.soap.SOAPException error) {
                throw new WebServiceException(error);
            }
            return true;
        }

        private static String read(SOAPFault fault, String name, String otherwise) {
            NodeList found = fault.getElementsByTagNameNS("*", name);
            return found.getLength() == 0 ? otherwise : found.item(0).getTextContent();
        }

        @Override
        public boolean handleMessage(SOAPMessageContext context) {
            return true;
        }

        @Override
        public void close(MessageContext context) {
        }

        @Override
        public Set<QName> getHeaders() {
            return Collections.emptySet();
        }

        @Override
        public String toString() {
            return code + ", " + description;
        }
    }
}
