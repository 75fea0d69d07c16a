// LearnerServiceR9 from Java, through JAX-WS: find Ann Lee by her ULN.
//
// With the gateway running, and JAX-WS as for Client.java:
//
//   wsimport -keep -d classes "http://127.0.0.1:8080/LearnerServiceR9.svc?wsdl"
//   javac -cp "classes:/usr/share/java/*" -d classes FindR9.java
//   java -Djavax.xml.soap.SAAJMetaFactory=com.sun.xml.messaging.saaj.soap.SAAJMetaFactoryImpl \
//       -cp "classes:/usr/share/java/*" FindR9 [ADDRESS]
//
// The caller is the demonstration college, or LRS_UKPRN, LRS_PASSWORD and LRS_USER from the environment.

import java.net.URL;
import javax.xml.ws.WebServiceException;
import org.datacontract.schemas._2004._07.amor_qcf.InvokingOrganisation;
import org.datacontract.schemas._2004._07.amor_qcf.ObjectFactory;
import org.tempuri.ILearnerServiceR9;
import org.tempuri.ILearnerServiceR9LearnerByUlnDomainFaultFaultFaultMessage;
import org.tempuri.LearnerServiceR9Proxy;
import uk.gov.qcf.lrs.api.model.LearnerByUlnResponse;

public final class FindR9 {
    public static void main(String[] arguments) throws Exception {
        String address = arguments.length > 0 ? arguments[0] : "http://127.0.0.1:8080";
        try {
            LearnerByUlnResponse answer = find(new URL(address + "/LearnerServiceR9.svc?wsdl"));
            // This service refuses by a ResponseCode that begins with WSEC, and not by a fault.
            if (!answer.getResponseCode().getValue().equals("WSRC0004")) {
                fail("Not as expected: " + answer.getResponseCode().getValue() + " instead of WSRC0004");
            }
            System.out.printf("Find by ULN: %s, ULN %s%n", answer.getResponseCode().getValue(),
                    answer.getLearner().getValue().getUln().getValue());
        } catch (WebServiceException | ILearnerServiceR9LearnerByUlnDomainFaultFaultFaultMessage error) {
            fail("No answer from " + address + ": " + error.getMessage().replaceAll("\\s+", " ").trim());
        }
    }

    private static LearnerByUlnResponse find(URL wsdl) throws ILearnerServiceR9LearnerByUlnDomainFaultFaultFaultMessage {
        ILearnerServiceR9 service = new LearnerServiceR9Proxy(wsdl).getBasicHttpBindingILearnerServiceR9();
        return service.learnerByUln(caller(), "ORG", 1, "ENG", "3000000207", "Ann", "Lee", "FUL");
    }

    /** Members that may be nil are JAXBElements, which the factory of their package makes. */
    private static InvokingOrganisation caller() {
        ObjectFactory make = new ObjectFactory();
        InvokingOrganisation caller = make.createInvokingOrganisation();
        caller.setUkprn(make.createInvokingOrganisationUkprn(environment("LRS_UKPRN", "TEST0001")));
        caller.setPassword(make.createInvokingOrganisationPassword(environment("LRS_PASSWORD", "CollegePass-0001")));
        caller.setUsername(make.createInvokingOrganisationUsername(environment("LRS_USER", "registrar")));
        return caller;
    }

    private static String environment(String name, String otherwise) {
        return System.getenv().getOrDefault(name, otherwise);
    }

    private static void fail(String line) {
        System.err.println(line);
        System.exit(1);
    }
}
