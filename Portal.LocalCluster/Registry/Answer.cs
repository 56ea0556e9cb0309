using System.Text.Json.Serialization;

namespace Portal.LocalCluster.Registry;

/// <summary>What a registry answers: a body, or an error with the code that its documentation gives it.</summary>
public abstract record Answer
{
    private Answer() { }

    public sealed record Body(object Value) : Answer;

    public sealed record Fault(int Code, string Message) : Answer;

    /// <summary>As HTTP: the first three digits of an error's code are its status.</summary>
    public IResult AsHttp() =>
        this switch
        {
            Body body => Results.Json(body.Value, contentType: "application/vnd.schemaregistry.v1+json"),
            Fault fault => Results.Json(
                new ErrorBody(fault.Code, fault.Message),
                contentType: "application/vnd.schemaregistry.v1+json",
                statusCode: fault.Code < 1000 ? fault.Code : fault.Code / 100
            ),
            _ => throw new InvalidOperationException(),
        };

    public static Answer Of(object value) => new Body(value);

    public static Answer NoSubject(string subject) => new Fault(40401, $"Subject '{subject}' not found.");

    public static Answer NoVersion(int version) => new Fault(40402, $"Version {version} not found.");

    public static Answer NoSchema() => new Fault(40403, "Schema not found");

    public static Answer Invalid(string why) => new Fault(42201, $"Invalid schema: {why}");

    private sealed record ErrorBody(
        [property: JsonPropertyName("error_code")] int Code,
        [property: JsonPropertyName("message")] string Message
    );
}
