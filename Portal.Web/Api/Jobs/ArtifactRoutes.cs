using System.ComponentModel;
using System.ComponentModel.DataAnnotations;
using System.Text;
using Microsoft.AspNetCore.Http.HttpResults;
using Microsoft.AspNetCore.Mvc;
using Portal.Core.Jobs.Artifacts;
using Portal.Core.Jobs.Secrets;
using Portal.Core.Teams;
using Portal.Web.Api.Authentication;
using Portal.Web.Identity;

namespace Portal.Web.Api.Jobs;

/// <summary>A JAR that was uploaded.</summary>
public sealed record ArtifactDto(
    [property: Description("SHA-256 of its content, in hexadecimal digits: by it a job names the JAR.")] string Digest,
    [property: Description("As the file was called when it was first uploaded.")] string Name,
    [property: Description("Bytes.")] long Bytes,
    [property: Description("The entry class that its manifest names; null when it names none.")] string? MainClass,
    string UploadedBy,
    DateTimeOffset UploadedAt
)
{
    public static ArtifactDto Of(Artifact artifact) =>
        new(
            artifact.Digest!,
            artifact.Name,
            artifact.Bytes,
            artifact.MainClass,
            artifact.UploadedBy,
            artifact.UploadedAt
        );
}

/// <summary>A secret for the arguments of a team's jobs.</summary>
public sealed record JobSecretRequestDto(
    [property: Description("The team that owns the jobs; no other team's get it."), Length(1, 100)] string Team,
    [property: Description("Write-only: it is sealed, and never shown again."), Length(1, JobSecrets.Longest)]
        string Value
)
{
    // Whatever prints this doesn't get the secret.
    private bool PrintMembers(StringBuilder words)
    {
        words.Append(Team);
        return true;
    }
}

/// <summary>A secret that was stored.</summary>
public sealed record JobSecretDto([property: Description("By it a job's spec names the secret.")] long Secret);

/// <summary>What jobs of a JAR need before they are requested: the JAR, and the secrets among its arguments.</summary>
internal static class ArtifactRoutes
{
    private const string Jar = "application/java-archive";

    public static void Map(RouteGroupBuilder v1)
    {
        var longest = ((IEndpointRouteBuilder)v1).ServiceProvider.GetRequiredService<ArtifactStore>().LongestBytes;
        var routes = v1.MapGroup("").WithTags("Jobs");
        routes
            .MapPost("/artifacts", Upload)
            .Accepts<Stream>(Jar, "application/octet-stream")
            .RequireAuthorization(TokenAuthentication.WritePolicy)
            .WithMetadata(new RequestSizeLimitAttribute(longest))
            .Refuses(413, 415, 422)
            .WithName("uploadArtifact")
            .WithSummary("Upload a JAR for jobs; what is there already isn't stored again")
            .WithDescription("The body is the file. Nothing runs until a job that names it is approved.");
        routes
            .MapGet("/artifacts/{digest}", Get)
            .Refuses(404)
            .WithName("getArtifact")
            .WithSummary("A JAR that was uploaded: its name, size and entry class; its content isn't given out");
        routes
            .MapPost("/job-secrets", Keep)
            .Writes()
            .WithName("storeJobSecret")
            .WithSummary("Store a secret for the arguments of a team's jobs");
    }

    private static async Task<Results<Ok<ArtifactDto>, ProblemHttpResult>> Upload(
        [Description("As the file is called.")] string? name,
        HttpRequest request,
        ArtifactStore artifacts,
        PresentToken token,
        Me me,
        CancellationToken stop
    )
    {
        var holds = true;
        var outcome = await artifacts.Put(me.Caller, name ?? "", request.Body, Still, stop);
        return holds
            ? outcome.Answer(artifact => TypedResults.Ok(ArtifactDto.Of(artifact)))
            : token.Refuse(request.HttpContext);

        // The caller is who the token stands for by now.
        async Task<Permission> Still(CancellationToken cancelled)
        {
            holds = await token.Holds(cancelled);
            return holds ? me.May(new CallerAction.UploadArtifact()) : Permission.No("The token has ended.");
        }
    }

    private static async Task<Results<Ok<ArtifactDto>, ProblemHttpResult>> Get(
        [Description("Its SHA-256, in hexadecimal digits.")] string digest,
        ArtifactStore artifacts,
        CancellationToken stop
    ) =>
        await artifacts.Find(digest, stop) is { } found
            ? TypedResults.Ok(ArtifactDto.Of(found))
            : Problem.NotFound($"No JAR with the SHA-256 {digest} is in the store.");

    private static Task<Results<Ok<JobSecretDto>, ProblemHttpResult>> Keep(
        JobSecretRequestDto request,
        JobSecrets secrets,
        Me me,
        CancellationToken stop
    ) =>
        secrets
            .Keep(me.Caller, request.Team, request.Value, stop)
            .Answer(secret => TypedResults.Ok(new JobSecretDto(secret)));
}
