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
        _world.Readers.WrittenPerSecond = 0;
        await _world.ReadRegistry();
    }

    public Task DisposeAsync() => _world.DisposeAsync();

    [Fact]
    public async Task A_subject_that_nobody_uses_is_deleted_with_all_its_versions()
    {
        await _world.StartWorker();
        var change = await _world.Ask(SchemaWorlds.Delete(Subject));

        var view = await _world.Reaches(change, ChangeState.Applied);

        Check(view, "use").ShouldBe((CheckVerdict.Passed, "No topic orders is on its cluster."));
        Check(view, "references").ShouldBe((CheckVerdict.Passed, "No other subject refers to it."));
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

        (verdict, words[..28]).ShouldBe((CheckVerdict.Noted, "Topic orders is there; nobod"));
    }

    [Fact]
    public async Task What_refers_to_it_is_named_and_weighs_the_most()
    {
        await SeeReference("invoices-value", Subject);
        await SeeReference("others-value", "orders-key");

        var view = await Planned();

        Check(view, "references")
            .ShouldBe(
                (CheckVerdict.NeedsOverride, "invoices-value refers to it. The registry may refuse to delete it.")
            );
        view.Plan!.RiskBand.ShouldBe(RiskBand.High);
        view.Plan.RiskReasons[0].Words.ShouldBe("invoices-value builds on orders-value.");
    }

    [Fact]
    public async Task What_was_not_read_lately_counts_as_used()
    {
        _world.Readers.AreAll = false;
        await _world.ReadRegistry(failure: "The registry doesn't answer.");

        var view = await Planned();

        Check(view, "use").Verdict.ShouldBe(CheckVerdict.Unknown);
        Check(view, "references").Verdict.ShouldBe(CheckVerdict.Unknown);
    }

    [Fact]
    public async Task A_topic_that_is_written_to_has_to_be_overridden_though_nobody_reads_it()
    {
        await SeeTopic();
        _world.Readers.WrittenPerSecond = 3;

        Check(await Planned(), "use")
            .ShouldBe(
                (
                    CheckVerdict.NeedsOverride,
                    "Topic orders is written to. Producers that find the schema by its name will fail."
                )
            );
    }

    [Fact]
    public void An_approval_holds_only_for_those_that_it_named()
    {
        var on = new ResourceRef(SchemaKind.Word, new ClusterId(1), Subject);
        var plan = new ResourcePlan(on, [new DeleteSubject(on, new(2, 2))], null);
        var at = TimeProvider.System.GetUtcNow();

        Worsened(Use(["billing"], []), Use(["billing"], [])).ShouldBeNull();
        Worsened(Use(["billing"], []), Use([], [])).ShouldBeNull();
        Worsened(Use(["billing"], []), Use(["billing", "fraud"], []))
            .ShouldBe("Since it was approved fraud began to read orders.");
        Worsened(Use([], []), Use([], ["invoices-value"]))
            .ShouldBe("Since it was approved invoices-value began to refer to orders-value.");

        string? Worsened(SubjectUse then, SubjectUse now) =>
            ((IResourceKind)new SchemaKind()).Worsened(plan, new(Seen(then), at), new(Seen(now), at));

        SchemaEvidence Seen(SubjectUse use) => new(on, SchemaVerdict.NothingNew, [], null, at, use);

        static SubjectUse Use(string[] readers, string[] others) =>
            new(
                Topic,
                true,
                [.. readers.Select(r => new ReaderEvidence(r, 1, null, false))],
                true,
                0,
                [.. others],
                true
            );
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
