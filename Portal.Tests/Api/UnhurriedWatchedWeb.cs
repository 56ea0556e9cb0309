using Microsoft.EntityFrameworkCore;
using Portal.Core.Clusters;
using Portal.Core.Jobs;
using Portal.Core.Jobs.Artifacts;
using Portal.Core.Jobs.Checkpoints;
using Portal.Core.Jobs.Failures;
using Portal.Core.Schemas;
using Portal.Schemas.Compatibility;
using Portal.Tests.Jobs;
using Portal.Tests.Pages;

namespace Portal.Tests.Api;

/// <summary>Two watched clusters, one of them with a schema registry and a Flink, and nobody in a hurry.</summary>
public sealed class UnhurriedWatchedWeb : WatchedWeb
{
    public const string Subject = "orders-value";

    /// <summary>Of a JAR that was uploaded.</summary>
    public static readonly string Digest = new('a', 64);

    protected override Dictionary<string, string?> Settings =>
        new(StringComparer.Ordinal)
        {
            ["Portal:Api:RequestsPerSecondAndToken"] = "100000",
            ["Portal:Api:RequestsPerSecondAndPerson"] = "100000",
        };

    private SeenJob Job() =>
        new()
        {
            ClusterId = Prod,
            JobId = "0123456789abcdef0123456789abcdef",
            // An address that is filled with what the document gives as an example finds it.
            Name = "orders",
            Status = FlinkStatus.Running,
            Definition = JobWorlds.Spec("INSERT INTO prod.b SELECT * FROM prod.a").Definition,
            StartedAt = Now,
            FirstSeenAt = Now,
            SeenAt = Now,
            Facts = JobFacts.None with
            {
                Checkpoints = [new(1, Now, TimeSpan.FromSeconds(1), 100, false, "COMPLETED")],
                Operators = [new("a", "Read", 1, "RUNNING", [], 0.5, null, 1, 2, 3, null, default, default)],
                Exceptions = [new(Now, "Bad record.", null)],
            },
        };

    public override async Task InitializeAsync()
    {
        await base.InitializeAsync();
        await using var db = await Store.CreateDbContextAsync();
        var cluster = await db.Set<Cluster>().Include(c => c.Endpoints).SingleAsync(c => c.Id == Prod);
        cluster.Endpoints.Add(new() { Kind = EndpointKind.Registry, Addresses = "http://127.0.0.1:27998" });
        db.Add(
            new SeenSubject
            {
                ClusterId = Prod,
                Name = Subject,
                Newest = 1,
                Level = CompatibilityLevel.Full,
                FirstSeenAt = Now,
                SeenAt = Now,
            }
        );
        db.Add(
            new SeenSchema
            {
                ClusterId = Prod,
                Subject = Subject,
                Version = 1,
                SchemaId = 7,
                Type = SchemaType.Avro,
                Text = """{"type":"record","name":"Order","fields":[{"name":"price","type":"Money"}]}""",
                Refs = [new("Money", "money-value", 2)],
                FirstSeenAt = Now,
            }
        );
        cluster.Endpoints.Add(new() { Kind = EndpointKind.Flink, Addresses = "http://127.0.0.1:27998" });
        db.Add(Job());
        db.Add(
            new Artifact
            {
                Digest = Digest,
                Name = "orders.jar",
                Bytes = 1,
                UploadedBy = "ada",
                UploadedAt = Now,
            }
        );
        await db.SaveChangesAsync();
        db.Add(
            new KeptCheckpoint
            {
                ClusterId = Prod,
                JobId = Job().JobId,
                Number = 1,
                At = Now,
                IsSavepoint = false,
                Status = JobCheckpoint.Completed,
            }
        );
        db.Add(
            new KeptException
            {
                ClusterId = Prod,
                Name = Job().Name,
                Class = "",
                Words = "Bad record.",
                JobId = Job().JobId,
                Times = 1,
                FirstAt = Now,
                LastAt = Now,
            }
        );
        await db.SaveChangesAsync();
        await WatchedAccess.Fill(db, Prod, Now);
    }
}
