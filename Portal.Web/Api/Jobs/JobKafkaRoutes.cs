using System.ComponentModel;
using System.ComponentModel.DataAnnotations;
using System.Text;
using Microsoft.AspNetCore.Http.HttpResults;
using Microsoft.AspNetCore.Mvc;
using Portal.Core.Catalogue;
using Portal.Core.JobCredentials;
using Portal.Web.Api.Clusters;
using Portal.Web.Api.Limits;
using Portal.Web.Identity;

namespace Portal.Web.Api.Jobs;

/// <summary>How a cluster's stream jobs are to reach its Kafka and to sign in.</summary>
public sealed record JobKafkaRequestDto(
    [property:
        Description(
            "host:port as Flink reaches them, several by commas. Left out: those of the cluster as they are now."
        ),
        MaxLength(2_000)
    ]
        string? Addresses = null,
    [property: Description("With saslMechanism it is SASL_SSL, without SSL.")] bool Tls = false,
    [property:
        Description("Who signed the brokers' certificates, as PEM; left out: what Flink's machines trust."),
        MaxLength(64 * 1024)
    ]
        string? CaPem = null,
    [property: RegularExpression("^(SCRAM-SHA-512|SCRAM-SHA-256|PLAIN)$")] string? SaslMechanism = null,
    [property: MaxLength(1_000)] string? Username = null,
    [property: Description("Write-only. Left out when editing: the one that is kept stays."), MaxLength(1_000)]
        string? Password = null,
    [property:
        Description(
            "In place of a password, where Flink itself reads it: ${file:/path:key}, ${directory:/path:file} or ${env:NAME}."
        ),
        MaxLength(500)
    ]
        string? PasswordReference = null,
    [property: Description(
        "Confirms that PLAIN without TLS sends the password unencrypted; refused without it. The audit log records it."
    )]
        bool AllowUnencryptedPassword = false
)
{
    internal JobKafkaDraft ToDraft() =>
        new(Addresses, Tls, CaPem, SaslMechanism, Username, Password, PasswordReference, AllowUnencryptedPassword);

    // Whatever prints this doesn't get the password.
    private bool PrintMembers(StringBuilder words)
    {
        words.Append($"{Addresses}, {SaslMechanism}, {Username}");
        return true;
    }
}

/// <summary>What jobs sign in to a cluster's Kafka with: set and removed by platform engineers.</summary>
internal static class JobKafkaRoutes
{
    public static void Map(RouteGroupBuilder v1)
    {
        var kafka = v1.MapGroup("/clusters/{name}/job-kafka").WithTags("Clusters");
        kafka
            .MapPost("/test", Test)
            .Writes()
            .Refuses(404)
            .AddEndpointFilter(UndecidedAnswer.WhereRefused)
            .WithName("testJobKafka")
            .WithSummary("Connect to a cluster with what its jobs are to sign in with; stores nothing");
        kafka
            .MapPut("", Save)
            .Writes()
            .Refuses(404, 412)
            .WithName("setJobKafka")
            .WithSummary("Set how a cluster's jobs reach its Kafka and sign in; it is tested first, where it can be");
        kafka
            .MapDelete("", Remove)
            .Writes()
            .Refuses(404)
            .WithName("removeJobKafka")
            .WithSummary("Remove how a cluster's jobs reach its Kafka and erase the password; jobs go on running");
    }

    private static Task<Results<Ok<JobAccessFactsDto>, ProblemHttpResult>> Test(
        string name,
        JobKafkaRequestDto request,
        Me me,
        ClusterCatalogue clusters,
        JobKafkaRegistration registration,
        CancellationToken stop
    ) =>
        clusters.On(
            name,
            id => registration.Test(me.Caller, id, request.ToDraft(), stop),
            facts => TypedResults.Ok(JobAccessFactsDto.Of(facts)),
            stop
        );

    private static Task<Results<Ok<JobAccessFactsDto>, ProblemHttpResult>> Save(
        string name,
        JobKafkaRequestDto request,
        [FromHeader(Name = "If-Match"), Description(OnCluster.IfMatch)] string? seen,
        HttpResponse response,
        Me me,
        ClusterCatalogue clusters,
        JobKafkaRegistration registration,
        CancellationToken stop
    ) =>
        clusters.Set(
            name,
            JobKafkaRegistration.Kinds,
            seen,
            response,
            (id, saved) => registration.Save(me.Caller, id, request.ToDraft(), seen, stop, saved),
            facts => JobAccessFactsDto.Of(facts),
            stop
        );

    private static Task<Results<NoContent, ProblemHttpResult>> Remove(
        string name,
        Me me,
        ClusterCatalogue clusters,
        JobKafkaRegistration registration,
        CancellationToken stop
    ) => clusters.On(name, id => registration.Remove(me.Caller, id, stop), _ => TypedResults.NoContent(), stop);
}
