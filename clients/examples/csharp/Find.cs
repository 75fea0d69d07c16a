// The gateway from C# without a SOAP stack, through HttpClient: find Ann Lee by her ULN.
//
// With Mono:
//
//   mcs -r:System.Net.Http -r:System.Xml.Linq Find.cs && mono Find.exe [ADDRESS]
//
// With the .NET SDK: dotnet new console, put this file in the place of Program.cs, and dotnet run [ADDRESS].
// The caller is the demonstration college, or LRS_UKPRN, LRS_PASSWORD and LRS_USER from the environment.

using System;
using System.Linq;
using System.Net.Http;
using System.Text;
using System.Threading.Tasks;
using System.Xml;
using System.Xml.Linq;

internal static class Find
{
    private static readonly XNamespace Soap = "http://schemas.xmlsoap.org/soap/envelope/";
    private static readonly XNamespace FindMessages = "http://api.lrs.miap.gov.uk/findmsg";

    private static int Main(string[] arguments)
    {
        return Run(arguments.Length > 0 ? arguments[0] : "http://127.0.0.1:8080").GetAwaiter().GetResult();
    }

    private static async Task<int> Run(string address)
    {
        try
        {
            var answer = await Call(address + "/LearnerService.svc", Message());
            var code = answer.Element("ResponseCode").Value;
            if (code != "WSRC0004")
            {
                return Fail($"Not as expected: {code} instead of WSRC0004");
            }
            Console.WriteLine($"Find by ULN: {code}, ULN {answer.Element("Learner").Element("ULN").Value}");
            return 0;
        }
        catch (LrsFault fault)
        {
            return Fail(fault.Message);
        }
        catch (HttpRequestException error)
        {
            return Fail($"No answer from {address}: {error.GetBaseException().Message}");
        }
        catch (XmlException)
        {
            return Fail($"No answer from {address}: what came is no SOAP message");
        }
    }

    /// <summary>The root has a namespace, its members have none; their order is that of the schema.</summary>
    private static XElement Message()
    {
        return new XElement(
            FindMessages + "FindLearnerByULN",
            new XElement("FindType", "FUL"),
            new XElement("UKPRN", Setting("LRS_UKPRN", "TEST0001")),
            new XElement("OrgPassword", Setting("LRS_PASSWORD", "CollegePass-0001")),
            new XElement("UserName", Setting("LRS_USER", "registrar")),
            new XElement("ULN", "3000000207"),
            new XElement("FamilyName", "Lee"),
            new XElement("GivenName", "Ann"));
    }

    private static async Task<XElement> Call(string address, XElement message)
    {
        var envelope = new XElement(Soap + "Envelope", new XElement(Soap + "Body", message));
        using (var http = new HttpClient())
        using (var request = new HttpRequestMessage(HttpMethod.Post, address))
        {
            request.Content = new StringContent(envelope.ToString(), Encoding.UTF8, "text/xml");
            request.Headers.Add("SOAPAction", "\"\"");
            using (var response = await http.SendAsync(request))
            {
                var answer = XDocument.Parse(await response.Content.ReadAsStringAsync());
                var body = answer.Root.Element(Soap + "Body").Elements().First();
                return body.Name == Soap + "Fault" ? throw new LrsFault(body) : body;
            }
        }
    }

    private static string Setting(string name, string otherwise)
    {
        return Environment.GetEnvironmentVariable(name) ?? otherwise;
    }

    private static int Fail(string line)
    {
        Console.Error.WriteLine(line);
        return 1;
    }
}

internal sealed class LrsFault : Exception
{
    public LrsFault(XElement fault)
        : base($"Fault {Text(fault, "ErrorCode", "faultcode")}: {Text(fault, "Description", "faultstring")}") { }

    /// <summary>The children of the detail may be with or without a namespace.</summary>
    private static string Text(XElement fault, string name, string otherwise)
    {
        var found = fault.Descendants().FirstOrDefault(one => one.Name.LocalName == name);
        return (found ?? fault.Element(otherwise)).Value;
    }
}
