using Portal.Core;
using Portal.Core.Changes.Lists;
using Portal.Core.Jobs;
using Portal.Core.Resources;
using Portal.Core.Schemas;
using Portal.Core.Topics;
using Portal.Engines.Kafka;
using Portal.Schemas.Compatibility;
using Portal.Tests.Applying;
using Portal.Tests.Jobs;

namespace Portal.Tests.Schemas;

/// <summary>A plan that registers a version names who reads by the subject, and what its newest records were written by.</summary>
public sealed class SchemaReadersTests : IAsyncLifetime
{
    private const string Topic = "orders";
    private const string Subject = "orders-value";
    private const int Id = 41;
    private static readonly string First = SchemaWorlds.Order("id");
    private static readonly string Second = SchemaWorlds.Order("id", SchemaWorlds.Optional("note"));
    private readonly WorkerWorld _world = new();

    public async Task InitializeAsync()
    {
        await _world.InitializeAsync();
        await _world.ManageSchema(Subject, First, CompatibilityLevel.Backward);
        _world.Readers.WrittenPerSecond = 0;
        await _world.ReadRegistry();
    }

    public Task DisposeAsync() => _world.DisposeAsync();

    [Fact]
    public async Task Groups_jobs_and_versions_in_records_are_named_and_who_takes_it_first()
    {
        await _world.SeeTopic(Topic);
        await _world.SeeVersion(Subject, 1, Id);
        await _world.SampleCarries(Topic, Id);
        _world.Readers.Readers =
        [
            new ReaderEvidence("billing", 2, null, HasGap: false),
            new ReaderEvidence("former", 0, null, HasGap: false),
        ];
        await _world.Record(JobKind.Word, "sums", JobWorlds.Spec("INSERT INTO dev.b SELECT * FROM dev.orders"));

        var view = await Planned(Second);

        var (verdict, words) = view.Check("readers");
        verdict.ShouldBe(CheckVerdict.Noted);
        words.ShouldStartWith(
            "The topic orders is read by billing. Job sums of payments reads it. 60 of the newest 80 records of orders carry version 1 in their values, looked at "
        );
        words.ShouldEndWith(" ago. By BACKWARD readers take the new version before producers write it.");
        var use = Seen(view).Use!;
        use.Jobs.ShouldHaveSingleItem().Name.ShouldBe("sums");
        use.InRecords!.Found.ShouldHaveSingleItem().Bytes.ShouldBe(6_000);
        CoreJson.Write(CoreJson.Read<SubjectUse>(CoreJson.Write(use))).ShouldBe(CoreJson.Write(use));
    }

    [Theory]
    [InlineData(true, CheckVerdict.Noted, "reads it with version 1: it sees no field that the new version adds until")]
    [InlineData(
        false,
        CheckVerdict.NeedsOverride,
        "reads it with version 1, and can't read what is written with the new one"
    )]
    public async Task A_job_that_runs_is_named_with_the_version_it_runs_with_and_what_it_does_with_the_new_one(
        bool keepsId,
        CheckVerdict verdict,
        string expected
    )
    {
        await _world.SeeTopic(Topic);
        await _world.SeeVersion(Subject, 1, Id);
        var spec = JobWorlds.Spec("INSERT INTO dev.b SELECT * FROM dev.orders");
        await _world.Record(JobKind.Word, "sums", spec);
        await _world.SeeRun("sums", spec.Definition with { Schemas = [new($"dev.{Topic}", Subject, 1, Id)] });

        var view = await Planned(keepsId ? Second : SchemaWorlds.Order(SchemaWorlds.Optional("note")));

        var (was, words) = view.Check("readers");
        (was, words.Contains(expected, StringComparison.Ordinal)).ShouldBe((verdict, true), words);
        Seen(view).Use!.Jobs.ShouldHaveSingleItem().RunsWith.ShouldBe(new(Subject, 1));
    }

    [Fact]
    public async Task A_topic_found_by_its_records_alone_counts_as_served()
    {
        const string record = "com.example.Order";
        await _world.ManageSchema(record, First, CompatibilityLevel.Full);
        await _world.SeeTopic("sales");
        await _world.SeeVersion(record, 1, Id);
        await _world.SampleCarries("sales", Id);
        _world.Readers.AreAll = false;

        var view = await Planned(Second, record);

        view.Check("readers")
            .Words.ShouldStartWith("Who reads topic sales isn't known: the newest readings are old or not whole.");
        Seen(view).Use!.Topics.ShouldBe(["sales"]);
    }

    [Fact]
    public async Task Topics_whose_records_carry_an_id_that_others_have_as_well_are_not_its_own()
    {
        const string key = "orders-key";
        await _world.ManageSchema(key, First, CompatibilityLevel.Full);
        await _world.SeeTopic("sales");
        await _world.SeeVersion(key, 1, Id);
        await _world.SeeVersion("sales-key", 1, Id);
        await _world.SampleCarries("sales", Id);
        _world.Readers.Readers = [new ReaderEvidence("billing", 2, null, HasGap: false)];

        var alone = await Planned(Second, key);
        await _world.SeeTopic(Topic);
        var beside = await Planned(SchemaWorlds.Order("id", SchemaWorlds.Optional("more")), key);

        Seen(alone).Use!.Readers.ShouldBeEmpty();
        Seen(beside).Use!.Topics.ShouldBe([Topic]);
        beside.Check("readers").Words.ShouldStartWith("The topic orders is read by billing.");
    }

    [Fact]
    public async Task Groups_that_are_idle_are_named_as_those_that_read_before()
    {
        await _world.SeeTopic(Topic);
        var before = TimeProvider.System.GetUtcNow().AddHours(-3);
        _world.Readers.Readers = [new ReaderEvidence("billing", 0, before, HasGap: false)];

        (await Planned(Second))
            .Check("readers")
            .Words.ShouldStartWith(
                "No consumer group read topic orders in the last 10 minutes; billing has read it before."
            );

        _world.Readers.Readers = [];
        (await Planned(Second)).Check("readers").Words.ShouldStartWith("No consumer group reads topic orders.");
    }

    [Fact]
    public async Task A_subject_without_a_topic_has_nobody_to_name() =>
        (await Planned(Second)).Checks.ShouldNotContain(check => check.Name.StartsWith("readers"));

    [Fact]
    public void Readers_that_come_after_the_approval_do_not_void_it()
    {
        var on = new ResourceRef(SchemaKind.Word, new ClusterId(1), Subject);
        var at = TimeProvider.System.GetUtcNow();

        ((IResourceKind)new SchemaKind())
            .Worsened(
                new ResourcePlan(on, [new SetCompatibility(on, null, CompatibilityLevel.Full)], null),
                new(Evidence(), at),
                new(Evidence("billing"), at)
            )
            .ShouldBeNull();

        SchemaEvidence Evidence(params string[] readers) =>
            new(
                on,
                SchemaVerdict.Compatible,
                [],
                null,
                at,
                new(Topic, true, [.. readers.Select(r => new ReaderEvidence(r, 1, null, false))], true, 0, [], true)
            );
    }

    private static SchemaEvidence Seen(ChangeView view) =>
        view.Plan!.Evidence.Resources.ShouldHaveSingleItem().ShouldBeOfType<SchemaEvidence>();

    private async Task<ChangeView> Planned(string text, string subject = Subject)
    {
        var change = await _world.Ask(SchemaWorlds.Change(subject, text));
        await _world.PlanAll();
        return await _world.View(change);
    }
}
