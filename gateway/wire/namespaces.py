"""The namespaces of the wire (contract 1.4)."""

SOAP = "http://schemas.xmlsoap.org/soap/envelope/"
SOAP_1_2 = "http://www.w3.org/2003/05/soap-envelope"
XSD = "http://www.w3.org/2001/XMLSchema"
XSI = "http://www.w3.org/2001/XMLSchema-instance"
WSDL = "http://schemas.xmlsoap.org/wsdl/"
WSDL_SOAP = "http://schemas.xmlsoap.org/wsdl/soap/"

MIAP_LEARNER = "http://api.lrs.miap.gov.uk/learner"
MIAP_EXCEPTIONS = "http://api.lrs.miap.gov.uk/exceptions"

TEMPURI = "http://tempuri.org/"
QCF_MODEL = "http://api.lrs.qcf.gov.uk/model"
QCF_FAULTS = "http://api.lrs.qcf.gov.uk/faults"
QCF_SERVICES = "http://api.lrs.qcf.gov.uk/services"
QCF_MIAP_MODEL = "http://schemas.datacontract.org/2004/07/Amor.Qcf.MIAPModel"
ARRAYS = "http://schemas.microsoft.com/2003/10/Serialization/Arrays"
WCF_DISPATCHER = "http://schemas.microsoft.com/net/2005/12/windowscommunicationfoundation/dispatcher"
