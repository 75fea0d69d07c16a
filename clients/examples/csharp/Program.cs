// The gateway from C#, through WCF: register a learner, find, meet a refusal.
//
// With the gateway running, and the .NET SDK 8 or later:
//
//   mkdir lrs && cd lrs && dotnet new console && cp .../Program.cs .
//   dotnet tool install --global dotnet-svcutil
//   dotnet-svcutil "http://127.0.0.1:8080/LearnerService.svc?wsdl" --namespace "*,Lrs"
//   dotnet run [ADDRESS]
//
// dotnet-svcutil writes ServiceReference/Reference.cs and adds the System.ServiceModel packages to the project. The
// caller is the demonstration college, or LRS_UKPRN, LRS_PASSWORD and LRS_USER from the environment. The real service
// is called by https: take BasicHttpSecurityMode.Transport for the binding, and set the client certificate.
//
// The children of a fault: the service writes those of MIAPAPIException without a namespace, the WSDL declares them with
// one. FaultException<MIAPAPIException> is thrown, but its ErrorCode and all other members are null. FaultReader below
// reads them off the message, in either form. A gateway of your own can write them as declared:
// GATEWAY_FAULT_CHILDREN=by-client.

#nullable disable

using System;
using System.Linq;
using System.ServiceModel;
using System.ServiceModel.Channels;
using System.ServiceModel.Description;
using System.ServiceModel.Dispatcher;
using System.Threading.Tasks;
using System.Xml.Linq;
using Lrs;

internal static class Program
{
    private static readonly string Ukprn = Environment.GetEnvironmentVariable("LRS_UKPRN") ?? "TEST0001";
    private static readonly string Password = Environment.GetEnvironmentVariable("LRS_PASSWORD") ?? "CollegePass-0001";
    private static readonly string User = Environment.GetEnvironmentVariable("LRS_USER") ?? "registrar";

    private const string GivenName = "Kit";
    private const string FamilyName = "Orme";
    private const string Born = "2005-04-04";
    private const string Male = "1";
    private const string Postcode = "OX1 2JD";

    private static async Task<int> Main(string[] arguments)
    {
        var address = arguments.Length > 0 ? arguments[0] : "http://127.0.0.1:8080";
        var client = new LearnerPortTypeClient(
            new BasicHttpBinding(BasicHttpSecurityMode.None) { MaxReceivedMessageSize = 2 * 1024 * 1024 },
            new EndpointAddress(address + "/LearnerService.svc"));
        client.Endpoint.EndpointBehaviors.Add(new FaultReader());
        try
        {
            await Register(client);
            var uln = await FindByDemographics(client);
            await FindByUln(client, uln);
            await BeRefused(client, uln);
        }
        catch (Exception error) when (error is LrsFault || error is UnexpectedCode)
        {
            Console.Error.WriteLine(error.Message);
            return 1;
        }
        catch (Exception error) when (error is CommunicationException || error is TimeoutException)
        {
            Console.Error.WriteLine($"No answer from {address}: {error.GetBaseException().Message}");
            return 1;
        }
        Console.WriteLine("All as expected.");
        return 0;
    }

    private static async Task Register(LearnerPortTypeClient client)
    {
        var answer = (await client.registerSingleLearnerAsync(new RegisterSingleLearnerRqst
        {
            UKPRN = Ukprn,
            OrgPassword = Password,
            UserName = User,
            Learner = new LearnerToRegister
            {
                GivenName = GivenName,
                FamilyName = FamilyName,
                LastKnownPostCode = Postcode,
                DateOfBirth = Born,
                Gender = Male,
                VerificationType = "1",
                AbilityToShare = "1",
            },
        })).RegisterLearnerResponse;
        Console.WriteLine($"Register:             {answer.ResponseCode}, ULN {answer.ULN ?? "not issued"}");
        Expect(answer.ResponseCode, "WSRC0005", "WSRC0021"); // registered; or such a learner exists
    }

    private static async Task<string> FindByDemographics(LearnerPortTypeClient client)
    {
        var answer = (await client.learnerByDemographicsAsync(new LearnerByDemographicsRqst
        {
            FindType = "FUL",
            UKPRN = Ukprn,
            OrgPassword = Password,
            UserName = User,
            GivenName = GivenName,
            FamilyName = FamilyName,
            DateOfBirth = Born,
            Gender = Male,
            LastKnownPostCode = Postcode,
        })).FindLearnerResponse;
        Console.WriteLine($"Find by demographics: {answer.ResponseCode}");
        Expect(answer.ResponseCode, "WSRC0004"); // with WSRC0003, possible matches, a person must choose
        return answer.Learner[0].ULN;
    }

    private static async Task FindByUln(LearnerPortTypeClient client, string uln)
    {
        var answer = (await client.learnerByULNAsync(ByUln(uln, Password))).FindLearnerResponse;
        Expect(answer.ResponseCode, "WSRC0004");
        foreach (var learner in answer.Learner)
        {
            Console.WriteLine(
                $"Find by ULN:          {answer.ResponseCode}, {learner.GivenName} {learner.FamilyName},"
                + $" version {learner.VersionNumber}");
        }
    }

    private static async Task BeRefused(LearnerPortTypeClient client, string uln)
    {
        try
        {
            await client.learnerByULNAsync(ByUln(uln, "wrong-password-1"));
        }
        catch (LrsFault fault)
        {
            Console.WriteLine($"Wrong password:       {fault.Message}");
            Expect(fault.Code, "WSEC0005");
            return;
        }
        throw new UnexpectedCode("Not as expected: a wrong password was accepted");
    }

    private static LearnerByULNRqst ByUln(string uln, string password)
    {
        return new LearnerByULNRqst
        {
            FindType = "FUL",
            UKPRN = Ukprn,
            OrgPassword = password,
            UserName = User,
            ULN = uln,
            GivenName = GivenName,
            FamilyName = FamilyName,
        };
    }

    private static void Expect(string code, params string[] expected)
    {
        if (!expected.Contains(code))
        {
            throw new UnexpectedCode($"Not as expected: {code} instead of {string.Join(" or ", expected)}");
        }
    }
}

internal sealed class UnexpectedCode : Exception
{
    public UnexpectedCode(string message) : base(message) { }
}

/// <summary>A refusal, with the code that the service gives as its reason.</summary>
internal sealed class LrsFault : Exception
{
    public LrsFault(string code, string description) : base($"Fault {code}, {description}") { Code = code; }

    public string Code { get; }
}

/// <summary>Throws LrsFault for every fault, before the typed reader sees it.</summary>
internal sealed class FaultReader : IEndpointBehavior, IClientMessageInspector
{
    public void AfterReceiveReply(ref Message reply, object correlationState)
    {
        if (!reply.IsFault)
        {
            return;
        }
        var fault = MessageFault.CreateFault(reply, int.MaxValue);
        var detail = fault.HasDetail ? XElement.Load(fault.GetReaderAtDetailContents()) : new XElement("none");
        throw new LrsFault(
            Child(detail, "ErrorCode") ?? fault.Code.Name,
            Child(detail, "Description") ?? fault.Reason.ToString());
    }

    private static string Child(XElement detail, string name)
    {
        return detail.Elements().FirstOrDefault(one => one.Name.LocalName == name)?.Value;
    }

    public object BeforeSendRequest(ref Message request, IClientChannel channel) => null;

    public void ApplyClientBehavior(ServiceEndpoint endpoint, ClientRuntime clientRuntime)
    {
        clientRuntime.ClientMessageInspectors.Add(this);
    }

    public void AddBindingParameters(ServiceEndpoint endpoint, BindingParameterCollection bindingParameters) { }

    public void ApplyDispatchBehavior(ServiceEndpoint endpoint, EndpointDispatcher endpointDispatcher) { }

    public void Validate(ServiceEndpoint endpoint) { }
}
