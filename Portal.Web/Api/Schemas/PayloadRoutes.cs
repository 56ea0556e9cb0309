using System.ComponentModel;
using System.ComponentModel.DataAnnotations;
using Microsoft.AspNetCore.Http.HttpResults;
using Portal.Core;
using Portal.Core.Schemas;

namespace Portal.Web.Api.Schemas;

/// <summary>JSON samples of a schema: checked, and made from it. Nothing is stored, and no registry is asked.</summary>
internal static class PayloadRoutes
{
    public static void Map(RouteGroupBuilder schemas)
    {
        schemas
            .MapPost("/{cluster}/{subject}:try", Try)
            .Refuses(404, 413, 415, 422)
            .WithName("trySample")
            .WithSummary("Check a JSON sample against a version of a schema: each fault with path, line and column");
        schemas
            .MapGet("/{cluster}/{subject}/example", Example)
            .Refuses(404)
            .WithName("getSchemaExample")
            .WithSummary("A JSON sample made from a version of a schema");
    }

    private static async Task<Results<Ok<SampleVerdictDto>, ProblemHttpResult>> Try(
        string cluster,
        string subject,
        SampleRequestDto request,
        SchemaPayloads payloads,
        CancellationToken stop
    ) =>
        Invalid(request) is { Count: > 0 } fields ? Problem.Of(Refusal.Invalid(fields))
        : await payloads.Open(cluster, PathPart.Name(subject), request.Version, stop) is { } schema
            ? TypedResults.Ok(SampleVerdictDto.Of(schema.Version, schema.Judge(request.Message, request.Sample, stop)))
        : NotFound(cluster, subject, request.Version);

    private static Dictionary<string, string> Invalid(SampleRequestDto request)
    {
        var fields = new Dictionary<string, string>(StringComparer.Ordinal);
        if (request.Sample.Length is 0 or > PayloadSchema.LongestSample)
        {
            fields["sample"] = $"A sample has 1 to {PayloadSchema.LongestSample} characters.";
        }

        if (request.Version < 1)
        {
            fields["version"] = "Versions begin at 1.";
        }

        return fields;
    }

    private static async Task<Results<Ok<SampleDto>, ProblemHttpResult>> Example(
        string cluster,
        string subject,
        [Description("Left out: the newest version that is there."), Range(1, int.MaxValue)] int? version,
        [Description("For PROTOBUF the message's name without its package.")] string? message,
        SchemaPayloads payloads,
        CancellationToken stop
    ) =>
        await payloads.Open(cluster, PathPart.Name(subject), version, stop) is { } schema
            ? TypedResults.Ok(SampleDto.Of(schema.Version, schema.Example(message)))
            : NotFound(cluster, subject, version);

    private static ProblemHttpResult NotFound(string cluster, string subject, int? version) =>
        Problem.NotFound(
            $"No {(version is null ? "schema" : $"version {version} of schema")} {PathPart.Name(subject)} is known on a cluster named {cluster}."
        );
}
