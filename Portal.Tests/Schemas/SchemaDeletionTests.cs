using System.Collections.Immutable;
using Microsoft.EntityFrameworkCore;
using Portal.Core;
using Portal.Core.Changes;
using Portal.Core.Changes.Lists;
using Portal.Core.Changes.Plans;
using Portal.Core.Clusters;
using Portal.Core.Resources;
using Portal.Core.Schemas;
using Portal.Core.Topics;
using Portal.Engines;
using Portal.Schemas.Compatibility;
using Portal.Tests.Applying;

namespace Portal.Tests.Schemas;

/// <summary>A subject is deleted knowing who would miss it, and comes back when its change is rolled back.</summary>
public sealed class SchemaDeletionTests : IAsyncLifetime
{
    private const string Topic = "orders";
    private const string Subject = "orders-value";
    private static readonly string First = SchemaWorlds.Order("id");
    private static readonly string Second = SchemaWorlds.Order("id", SchemaWorlds.Optional("note"));
    private readonly WorkerWorld _world = new();

    public async Task InitializeAsync()
    {
        await _world.InitializeAsync();
        await _world.RegisterBehindUs(Subject, First);
        await _world.ManageSchema(Subject, Second, CompatibilityLevel.Full);
    }

    public Task DisposeAsync() => _world.DisposeAsync();

    [Fact]
    public async Task A_subject_that_nobody_uses_is_deleted_with_all_its_versions()
    {
        await _world.StartWorker();
        var change = await _world.Ask(SchemaWorlds.Delete(Subject));

        var view = await _world.Reaches(change, ChangeState.Applied);

        Check(view, "use").ShouldBe((CheckVerdict.Passed, "No topic orders was seen on its cluster."));
        Check(view, "references").ShouldBe((CheckVerdict.Passed, "No other subject that was seen refers to it."));
        (await _world.LiveSchema(Subject)).ShouldBeNull();
        (await _world.Registry.Versions(Subject, CancellationToken.None)).ShouldBeEmpty();
        await using var db = await _world.Open();
        (await db.Set<Resource>().SingleAsync(r => r.Name == Subject)).GoneAt.ShouldNotBeNull();
    }

    [Fact]
    public async Task Who_reads_its_topic_is_named_and_has_to_be_overridden()
    {
        await SeeTopic();
        _world.Readers.Readers = [new ReaderEvidence("billing", 2, null, HasGap: false)];

        var (verdict, words) = Check(await Planned(), "use");

        verdict.ShouldBe(CheckVerdict.NeedsOverride);
        words.ShouldStartWith("Topic orders is read by billing (");
    }

    [Fact]
    public async Task A_topic_whose_readers_are_not_known_counts_as_read()
    {
        await SeeTopic();
        _world.Readers.AreAll = false;

        Check(await Planned(), "use").Verdict.ShouldBe(CheckVerdict.NeedsOverride);
    }

    [Fact]
    public async Task A_topic_that_nobody_reads_is_told_all_the_same()
    {
        await SeeTopic();

        var (verdict, words) = Check(await Planned(), "use");

        (verdict, words[..28]).ShouldBe((CheckVerdict.Noted, "Topic orders is still there;"));
    }

    [Fact]
    public async Task What_refers_to_it_is_named_and_weighs_the_most()
    {
        await SeeReference("invoices-value", Subject);
        await SeeReference("others-value", "orders-key");

        var view = await Planned();

        Check(view, "references")
            .ShouldBe((CheckVerdict.NeedsOverride, "invoices-value refers to it. A registry may refuse to delete it."));
        view.Plan!.RiskBand.ShouldBe(RiskBand.High);
        view.Plan.RiskReasons[0].Words.ShouldBe("invoices-value builds on orders-value.");
    }

    [Fact]
    public async Task Rolled_back_it_has_its_newest_text_and_its_level_again()
    {
        _world.Kafka.Fault = call => call == "Create" ? new(EngineFault.Final, "no room for it") : null;
        await _world.StartWorker();
        var change = await _world.Ask(SchemaWorlds.Delete(Subject), WorkerWorld.Create("another"));
        await _world.Reaches(change, ChangeState.PendingApproval);
        await _world.Approve(change);

        await _world.Reaches(change, ChangeState.RolledBack);

        var live = (await _world.LiveSchema(Subject)).ShouldNotBeNull();
        (live.Text, live.Level, live.Newest).ShouldBe((Second, CompatibilityLevel.Full, new SchemaVersion(3, 2)));
    }

    private async Task<ChangeView> Planned()
    {
        var change = await _world.Ask(SchemaWorlds.Delete(Subject));
        await _world.PlanAll();
        return await _world.View(change);
    }

    private static (CheckVerdict Verdict, string Words) Check(ChangeView view, string what) =>
        view.Checks.Single(check => check.Name.StartsWith(what, StringComparison.Ordinal)) is var found
            ? (found.Verdict, found.Words)
            : default;

    private async Task SeeTopic()
    {
        await using var db = await _world.Open();
        db.Set<SeenTopic>()
            .Add(
                new SeenTopic
                {
                    ClusterId = await Dev(db),
                    Name = Topic,
                    TopicId = Guid.Empty,
                    Partitions = 3,
                    Replication = 1,
                    IsInternal = false,
                    Configs = ImmutableSortedDictionary<string, LiveConfig>.Empty,
                    FirstSeenAt = TimeProvider.System.GetUtcNow(),
                    SeenAt = TimeProvider.System.GetUtcNow(),
                }
            );
        await db.SaveChangesAsync();
    }

    private async Task SeeReference(string subject, string to)
    {
        await using var db = await _world.Open();
        db.Set<SeenSchema>()
            .Add(
                new SeenSchema
                {
                    ClusterId = await Dev(db),
                    Subject = subject,
                    Version = 1,
                    SchemaId = 40,
                    Type = SchemaType.Avro,
                    Text = First,
                    Refs = [new("Order", to, 1)],
                    FirstSeenAt = TimeProvider.System.GetUtcNow(),
                }
            );
        await db.SaveChangesAsync();
    }

    private static async Task<ClusterId> Dev(DbContext db) =>
        (await db.Set<Cluster>().SingleAsync(c => c.Name == "dev")).Id;
}
