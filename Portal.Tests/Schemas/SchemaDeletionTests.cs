using Microsoft.EntityFrameworkCore;
using Portal.Core;
using Portal.Core.Changes;
using Portal.Core.Changes.Lists;
using Portal.Core.Changes.Plans;
using Portal.Core.Clusters;
using Portal.Core.Resources;
using Portal.Core.Schemas;
using Portal.Core.Store;
using Portal.Core.Topics;
using Portal.Core.Wording;
using Portal.Engines;
using Portal.Engines.Kafka;
using Portal.Schemas.Compatibility;
using Portal.Tests.Applying;
using Portal.Workers.Collecting.Schemas;

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

        view.Check("use").ShouldBe((CheckVerdict.Passed, "No topic orders is on its cluster."));
        view.Check("references").ShouldBe((CheckVerdict.Passed, "No other subject refers to it."));
        (await _world.LiveSchema(Subject)).ShouldBeNull();
        (await _world.Registry.Versions(Subject, CancellationToken.None)).ShouldBeEmpty();
        await using var db = await _world.Open();
        (await db.Set<Resource>().SingleAsync(r => r.Name == Subject)).GoneAt.ShouldNotBeNull();
    }

    [Fact]
    public async Task Who_reads_its_topic_is_named_and_has_to_be_overridden()
    {
        await _world.SeeTopic(Topic);
        _world.Readers.Readers = [new ReaderEvidence("billing", 2, null, HasGap: false)];

        var (verdict, words) = (await Planned()).Check("use");

        verdict.ShouldBe(CheckVerdict.NeedsOverride);
        words.ShouldStartWith("Topic orders is read by billing (");
    }

    [Fact]
    public async Task A_subject_of_a_context_serves_the_topic_that_the_rest_of_its_name_stands_for()
    {
        const string eu = ":.eu:orders-value";
        await _world.ManageSchema(eu, First);
        await _world.SeeTopic(Topic);
        _world.Readers.Readers = [new ReaderEvidence("billing", 2, null, HasGap: false)];

        var change = await _world.Ask(SchemaWorlds.Delete(eu));
        await _world.PlanAll();

        var (verdict, words) = (await _world.View(change)).Check("use");
        verdict.ShouldBe(CheckVerdict.NeedsOverride);
        words.ShouldStartWith("Topic orders is read by billing (");
    }

    [Fact]
    public async Task A_topic_whose_readers_are_not_known_counts_as_read()
    {
        await _world.SeeTopic(Topic);
        _world.Readers.AreAll = false;

        (await Planned()).Check("use").Verdict.ShouldBe(CheckVerdict.NeedsOverride);
    }

    [Fact]
    public async Task A_topic_that_nobody_reads_is_told_all_the_same()
    {
        await _world.SeeTopic(Topic);

        var (verdict, words) = (await Planned()).Check("use");

        (verdict, words[..28]).ShouldBe((CheckVerdict.Noted, "Topic orders is there; nobod"));
    }

    [Fact]
    public async Task A_topic_whose_newest_records_carry_its_ids_is_named_and_has_to_be_overridden()
    {
        await _world.SeeTopic(Topic);
        const int id = 41;
        await _world.SeeVersion(Subject, 1, id);
        _world.Kafka.Carries = asked => new SchemaIdAnswer.Found(
            asked.TopicId,
            90,
            80,
            0,
            [
                new(RecordPart.Value, id, 60, 6_000, TimeProvider.System.GetUtcNow()),
                new(RecordPart.Value, 99, 20, 2_000, null),
            ]
        );
        await Sample();

        var view = await Planned();

        var (verdict, words) = view.Check("records");
        verdict.ShouldBe(CheckVerdict.NeedsOverride);
        words.ShouldStartWith($"60 of the newest 80 records of topic orders carry id {id} in their values, looked at ");
        words.ShouldContain(" ago. By id");
        view.Plan!.RiskBand.ShouldBe(RiskBand.High);
        view.Plan.RiskReasons[0].Words.ShouldBe("Records of orders carry ids of orders-value: 60 of the newest 80.");
    }

    [Fact]
    public async Task That_no_record_carries_its_ids_counts_only_where_all_could_be_read()
    {
        await _world.SeeTopic(Topic);
        await _world.SeeVersion(Subject, 1, 41);
        (await Planned()).Check("records").Verdict.ShouldBe(CheckVerdict.Unknown);

        _world.Kafka.Carries = asked => new SchemaIdAnswer.Found(asked.TopicId, 90, 80, 10, []);
        await Sample();
        (await Planned()).Check("records").Verdict.ShouldBe(CheckVerdict.Unknown);

        _world.Kafka.Carries = _ => new SchemaIdAnswer.Unanswered("It may not be read.");
        await Sample();
        (await Planned())
            .Check("records")
            .ShouldBe((CheckVerdict.Unknown, "Whether records carry its ids isn't known: It may not be read."));

        _world.Kafka.Carries = asked => new SchemaIdAnswer.Found(asked.TopicId, 90, 80, 0, []);
        await Sample();
        var (verdict, words) = (await Planned()).Check("records");
        verdict.ShouldBe(CheckVerdict.Passed);
        words.ShouldStartWith("None of the newest 80 records of topic orders carries one of its ids, looked at ");
    }

    [Fact]
    public async Task An_old_sample_counts_only_while_nothing_was_written_after_it()
    {
        await _world.SeeTopic(Topic);
        await _world.SeeVersion(Subject, 1, 41);
        _world.Kafka.Carries = asked => new SchemaIdAnswer.Found(asked.TopicId, 90, 80, 0, []);
        await Sample();
        await using var db = await _world.Open();
        await db.Set<SchemaSample>()
            .ExecuteUpdateAsync(s =>
                s.SetProperty(x => x.TakenAt, TimeProvider.System.GetUtcNow() - TimeSpan.FromMinutes(125.5))
            );

        (await Planned())
            .Check("records")
            .ShouldBe((CheckVerdict.Unknown, Old("whether it was written to since isn't known")));

        _world.Readers.Ends = 91;
        (await Planned()).Check("records").ShouldBe((CheckVerdict.Unknown, Old("it was written to since")));

        _world.Readers.Ends = 90;
        (await Planned())
            .Check("records")
            .ShouldBe(
                (
                    CheckVerdict.Passed,
                    $"None of the newest 80 records of topic orders carries one of its ids, looked at {Age.For(TimeSpan.FromMinutes(125))} ago."
                )
            );

        static string Old(string since) =>
            $"Whether records carry its ids isn't known: the newest records of topic orders were last looked at {Age.For(TimeSpan.FromMinutes(125))} ago, and {since}.";
    }

    [Fact]
    public async Task What_nobody_wrote_to_is_not_read_again_and_a_topic_made_anew_is_another()
    {
        await _world.SeeTopic(Topic);
        var asked = new List<SchemaIdQuestion>();
        _world.Kafka.Carries = question =>
        {
            asked.Add(question);
            return question.Ends == 90
                ? new SchemaIdAnswer.Same()
                : new SchemaIdAnswer.Found(question.TopicId, 90, 80, 0, []);
        };
        await Sample();
        await Sample();
        await using var db = await _world.Open();
        await db.Set<SeenTopic>()
            .ExecuteUpdateAsync(t => t.SetProperty(x => x.GoneAt, TimeProvider.System.GetUtcNow()));
        var anew = new Guid("6b1c7ab1-57a6-4a0d-9a4c-24a0d6f0c001");
        await _world.SeeTopic(Topic, anew);
        await Sample();

        asked.ShouldBe([new(Topic, Guid.Empty, null), new(Topic, Guid.Empty, 90), new(Topic, anew, null)]);
    }

    [Fact]
    public async Task What_refers_to_it_is_named_and_weighs_the_most()
    {
        await SeeReference("invoices-value", Subject);
        await SeeReference("others-value", "orders-key");

        var view = await Planned();

        view.Check("references")
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

        view.Check("use").Verdict.ShouldBe(CheckVerdict.Unknown);
        view.Check("references").Verdict.ShouldBe(CheckVerdict.Unknown);
    }

    [Fact]
    public async Task A_topic_that_is_written_to_has_to_be_overridden_though_nobody_reads_it()
    {
        await _world.SeeTopic(Topic);
        _world.Readers.WrittenPerSecond = 3;

        (await Planned())
            .Check("use")
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

    [Fact]
    public void What_is_missing_of_its_use_may_be_known_in_some_minutes()
    {
        var at = TimeProvider.System.GetUtcNow();
        var whole = new SubjectUse(Topic, true, [new("billing", 0, null, false)], true, 0, [], true);
        var sample = new SampleState(Topic, Records: 10, Unread: 0, at.AddHours(-2), Failure: null);

        IsWhole(whole).ShouldBeTrue();
        IsWhole(whole with { Topic = null, IsTopicThere = null, WrittenPerSecond = null }).ShouldBeTrue();
        IsWhole(whole with { InRecords = new([], sample with { IsWrittenSince = false }) }).ShouldBeTrue();
        IsWhole(whole with { Readers = [new("billing", 0, null, HasGap: true)] }).ShouldBeFalse();
        IsWhole(whole with { Readers = [new("billing", Members: null, null, false)] }).ShouldBeFalse();
        IsWhole(whole with { AreAllReaders = false }).ShouldBeFalse();
        IsWhole(whole with { AreAllReferences = false }).ShouldBeFalse();
        IsWhole(whole with { IsTopicThere = null }).ShouldBeFalse();
        IsWhole(whole with { WrittenPerSecond = null }).ShouldBeFalse();
        IsWhole(whole with { InRecords = new([], sample) }).ShouldBeFalse();

        bool IsWhole(SubjectUse use) =>
            new SchemaEvidence(
                new(SchemaKind.Word, new ClusterId(1), Subject),
                SchemaVerdict.NothingNew,
                [],
                null,
                at,
                use
            ).IsWhole;
    }

    private async Task<ChangeView> Planned()
    {
        var change = await _world.Ask(SchemaWorlds.Delete(Subject));
        await _world.PlanAll();
        return await _world.View(change);
    }

    private async Task Sample()
    {
        await using var db = await _world.Open();
        await db.Set<SchemaSample>()
            .ExecuteUpdateAsync(s => s.SetProperty(x => x.TriedAt, x => x.TriedAt.AddHours(-1)));
        var dev = await db.Set<Cluster>().Include(c => c.Endpoints).SingleAsync(c => c.Name == "dev");
        if (dev.Endpoints.All(e => e.Kind != EndpointKind.Registry))
        {
            dev.Endpoints.Add(new Endpoint { Kind = EndpointKind.Registry, Addresses = "http://127.0.0.1:9" });
            await db.SaveChangesAsync();
        }

        await new SampleWatch(_world.Get<IDbContextFactory<PortalDb>>(), _world.Kafka, TimeProvider.System).Look(
            CancellationToken.None
        );
    }

    private Task SeeReference(string subject, string to) =>
        _world.SeeVersion(subject, 1, 40, new SchemaReference("Order", to, 1));
}
