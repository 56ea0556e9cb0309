using Microsoft.EntityFrameworkCore;
using Portal.Core;
using Portal.Core.Audit;
using Portal.Core.Changes;
using Portal.Core.Clusters;
using Portal.Core.Evaluation;
using Portal.Core.Resources;
using Portal.Core.Schemas;
using Portal.Schemas.Compatibility;
using Portal.Tests.Applying;

namespace Portal.Tests.Schemas;

/// <summary>A schema through the lanes that topics go: planned, judged, applied, recorded, its drift seen.</summary>
public sealed class SchemaLifeTests : IAsyncLifetime
{
    private const string Subject = "orders-value";
    private static readonly string First = SchemaWorlds.Order("id");
    private static readonly string Second = SchemaWorlds.Order("id", SchemaWorlds.Optional("note"));
    private readonly WorkerWorld _world = new();

    public Task InitializeAsync() => _world.InitializeAsync();

    public Task DisposeAsync() => _world.DisposeAsync();

    [Fact]
    public async Task A_schema_and_a_topic_of_one_name_are_applied_as_one_change_and_recorded_as_two_resources()
    {
        await _world.StartWorker();
        var change = await _world.Ask(
            SchemaWorlds.Register("orders", First, CompatibilityLevel.Full),
            WorkerWorld.Create("orders")
        );

        await _world.Reaches(change, ChangeState.Applied);

        (await _world.LiveSchema("orders"))!.Level.ShouldBe(CompatibilityLevel.Full);
        (await _world.Live("orders")).ShouldNotBeNull();
        await using var db = await _world.Open();
        var resources = await db.Set<Resource>().Where(r => r.Name == "orders").OrderBy(r => r.Kind).ToListAsync();
        resources.Select(r => r.Kind.Word).ShouldBe(["schema", "topic"]);
        var incarnations = await db.Set<Incarnation>().Where(i => i.Name == "orders" && i.GoneAt == null).ToListAsync();
        incarnations.Single(i => i.Kind == SchemaKind.Word).EngineId.ShouldBe("1@1");
    }

    [Fact]
    public async Task Two_subjects_with_one_schema_have_an_incarnation_each()
    {
        await _world.StartWorker();
        var change = await _world.Ask(SchemaWorlds.Register("a-value", First), SchemaWorlds.Register("b-value", First));

        await _world.Reaches(change, ChangeState.Applied);

        await using var db = await _world.Open();
        (await db.Set<Incarnation>().CountAsync(i => i.EngineId == "1@1" && i.GoneAt == null)).ShouldBe(2);
    }

    [Fact]
    public async Task A_version_that_the_registry_finds_incompatible_goes_back_with_its_words()
    {
        await _world.ManageSchema(Subject, First);
        _world.Registry.Judgement = new(false, ["note has no default"]);
        await _world.StartWorker();

        var change = await _world.Ask(SchemaWorlds.Change(Subject, Second));

        var view = await _world.Reaches(change, ChangeState.ChangesRequested);
        view.Checks.Single(c => c.Name == $"compatibility · {Subject}").Words.ShouldContain("note has no default");
        (await _world.LiveSchema(Subject))!.Newest.Version.ShouldBe(1);
    }

    [Fact]
    public async Task A_version_that_was_compared_with_the_newest_alone_is_planned_with_what_is_not_known_of_it()
    {
        await _world.ManageSchema(Subject, First);
        _world.Registry.Judgement = new(true, []) { IsOfNewestAlone = true };
        var change = await _world.Ask(SchemaWorlds.Change(Subject, Second));

        await _world.PlanAll();

        var check = (await _world.View(change)).Checks.Single(c => c.Name == $"compatibility · {Subject}");
        check.Verdict.ShouldBe(CheckVerdict.Unknown);
        check.Words.ShouldContain("they are too many");
    }

    // As Confluent's does.
    [Theory]
    [InlineData(
        SchemaType.Avro,
        """{"type":"record","name":"a.Order","fields":[{"name":"id","type":{"type":"string"}},{"name":"by","type":{"type":"record","name":"By","namespace":"a","fields":[]}}]}""",
        """{"type":"record","name":"Order","namespace":"a","fields":[{"name":"id","type":"string"},{"name":"by","type":{"type":"record","name":"By","fields":[]}}]}"""
    )]
    [InlineData(
        SchemaType.Protobuf,
        """
            syntax = "proto3";
            // What somebody bought.
            message Order {
                enum Way { CARD = 0; }
                Way by = 1; // never cash
            }
            """,
        "syntax = \"proto3\";\n\nmessage Order {\n  Way by = 1;\n  enum Way {\n    CARD = 0;\n  }\n}\n"
    )]
    public async Task A_registry_that_writes_a_schema_in_its_own_way_has_what_was_requested(
        SchemaType type,
        string sent,
        string kept
    )
    {
        _world.Registry.Keeps = text => text == sent ? kept : text;
        await _world.AddRegistry();
        await _world.StartWorker();
        var spec = SchemaWorlds.Spec(sent) with { Type = type };

        var change = await _world.Ask(SchemaWorlds.Register(Subject, sent) with { Spec = spec });
        await _world.Reaches(change, ChangeState.Applied);

        (await _world.LiveSchema(Subject))!.Text.ShouldBe(kept);
        await _world.LookAtRegistries();
        (await Drift()).ShouldBeEmpty();
        var again = await _world.Ask(
            SchemaWorlds.Change(Subject, sent) with
            {
                Spec = spec with { Compatibility = CompatibilityLevel.Full },
            }
        );
        (await _world.Reaches(again, ChangeState.Applied))
            .Plan!.Steps.Select(step => step.Word)
            .ShouldBe(["set-compatibility"]);
    }

    [Fact]
    public async Task A_version_that_its_registry_knows_again_is_the_one_that_was_registered_however_it_is_written()
    {
        _world.Registry.Keeps = text => text.Replace("Order", "Kept", StringComparison.Ordinal);
        await _world.StartWorker();

        var change = await _world.Ask(SchemaWorlds.Register(Subject, First));

        await _world.Reaches(change, ChangeState.Applied);
        (await _world.LiveSchema(Subject))!.Text.ShouldContain("Kept");
    }

    [Fact]
    public async Task An_older_version_is_not_registered_again()
    {
        await _world.ManageSchema(Subject, First);
        await _world.RegisterBehindUs(Subject, Second);
        await _world.StartWorker();

        var change = await _world.Ask(SchemaWorlds.Change(Subject, First));

        (await _world.Reaches(change, ChangeState.ChangesRequested)).Row.StatusMessage!.ShouldContain("as version 1");
    }

    [Fact]
    public async Task What_others_register_is_drift_until_it_is_as_wanted_again()
    {
        await _world.ManageSchema(Subject, First, CompatibilityLevel.Full);
        await _world.AddRegistry();
        await _world.LookAtRegistries();
        (await Drift()).ShouldBeEmpty();

        var theirs = await _world.RegisterBehindUs(Subject, Second);
        await _world.Registry.SetLevel(Subject, CompatibilityLevel.None, SchemaWorlds.Soon, CancellationToken.None);
        await _world.LookAtRegistries();
        (await Drift()).ShouldBe(["compatibility NONE", "schema version 2, id 2, differs"]);

        await _world.Registry.DeleteVersion(Subject, theirs.Version, SchemaWorlds.Soon, CancellationToken.None);
        await _world.Registry.SetLevel(Subject, CompatibilityLevel.Full, SchemaWorlds.Soon, CancellationToken.None);
        await _world.LookAtRegistries();
        (await Drift()).ShouldBeEmpty();
        await using var db = await _world.Open();
        (await db.Set<AuditEvent>().CountAsync(e => e.Kind == "drift.ended")).ShouldBe(2);
    }

    [Fact]
    public async Task A_level_that_the_spec_leaves_open_is_drift_when_others_set_it_until_it_is_adopted()
    {
        await _world.ManageSchema(Subject, First);
        await _world.AddRegistry();
        await _world.LookAtRegistries();
        (await Drift()).ShouldBeEmpty();

        await _world.Registry.SetLevel(Subject, CompatibilityLevel.None, SchemaWorlds.Soon, CancellationToken.None);
        await _world.LookAtRegistries();
        (await Drift()).ShouldBe(["compatibility NONE"]);
        await _world.LookAtRegistries();
        (await Drift()).ShouldBe(["compatibility NONE"], "it stays until somebody adopts it");

        var adopted = await _world.Ask(
            SchemaWorlds.Change(Subject, First) with
            {
                Operation = ResourceOperation.Adopt,
                Spec = null,
            }
        );
        // By hand: a worker has a calendar of its own, which would look at the same time.
        await _world.PlanAll();
        (await _world.View(adopted)).Row.State.ShouldBe(ChangeState.Applied);
        await _world.LookAtRegistries();
        (await Drift()).ShouldBeEmpty();

        await _world.Registry.SetLevel(Subject, null, SchemaWorlds.Soon, CancellationToken.None);
        await _world.LookAtRegistries();
        (await Drift()).ShouldBe(["compatibility "]);
    }

    [Theory]
    [InlineData("READONLY")]
    [InlineData("READONLY_OVERRIDE")]
    [InlineData("IMPORT")]
    public async Task A_mode_in_which_nothing_is_registered_sends_the_request_back_when_it_is_planned(string mode)
    {
        await _world.ManageSchema(Subject, First);
        _world.Registry.SubjectMode = mode;
        var change = await _world.Ask(SchemaWorlds.Change(Subject, Second));

        await _world.PlanAll();

        var view = await _world.View(change);
        view.Row.State.ShouldBe(ChangeState.ChangesRequested);
        view.Row.StatusMessage!.ShouldStartWith($"The registry's mode for {Subject} is {mode}: ");
    }

    [Theory]
    [InlineData(false)]
    [InlineData(true)]
    public async Task What_a_configuration_holds_beside_the_level_comes_back_with_it(bool isDeleted)
    {
        const string settings = """{"alias":"purchases","normalize":true}""";
        await _world.ManageSchema(Subject, First);
        _world.Registry.Others[Subject] = settings;
        var change = await _world.Ask(
            isDeleted ? SchemaWorlds.Delete(Subject) : SchemaWorlds.Change(Subject, First, CompatibilityLevel.Full),
            SchemaWorlds.Register("refused-value", First)
        );
        await _world.PlanAll();
        await _world.Agree(change);
        _world.Registry.Refuses = "refused-value";
        await _world.StartWorker();

        await _world.Reaches(change, ChangeState.RolledBack);

        _world.Registry.Others.GetValueOrDefault(Subject).ShouldBe(settings);
        (await _world.LiveSchema(Subject))!.Level.ShouldBeNull();
    }

    [Fact]
    public async Task The_catalogue_shows_what_was_seen_beside_what_is_managed()
    {
        await _world.ManageSchema(Subject, First, CompatibilityLevel.Full);
        await _world.RegisterBehindUs(Subject, Second);
        await _world.RegisterBehindUs("theirs/value", First);
        await _world.AddRegistry();
        await _world.LookAtRegistries();
        var catalogue = _world.Get<SchemaCatalogue>();

        var rows = await catalogue.All(null, CancellationToken.None);
        rows.Select(r => (r.Subject, r.Version!.Value.Version, r.Owner, r.Drifts))
            .ShouldBe([(Subject, 2, SeededStructure.Payments, 1), ("theirs/value", 1, null, 0)]);
        (await catalogue.All(SeededStructure.Prod, CancellationToken.None)).ShouldBeEmpty();

        var found = (await catalogue.Get("dev", Subject, CancellationToken.None)).ShouldNotBeNull();
        found.Versions.Select(v => v.Version).ShouldBe([2, 1]);
        found.Level.ShouldBe(CompatibilityLevel.Full);
        found.Drifts.ShouldHaveSingleItem().Field.ShouldBe("schema");
        (await catalogue.Get("dev", "a\0b", CancellationToken.None)).ShouldBeNull();
        (await catalogue.Get("prod", Subject, CancellationToken.None)).ShouldBeNull("it has no registry");

        var ofTopic = await catalogue.OfTopic("dev", "orders", CancellationToken.None);
        ofTopic.Found.ShouldHaveSingleItem().Newest!.Version.ShouldBe(2);
        (await catalogue.OfTopic("dev", "payments", CancellationToken.None)).Found.ShouldBeEmpty();
        (await catalogue.OfTopic("prod", "orders", CancellationToken.None)).Registry.ShouldBeNull();
    }

    [Fact]
    public async Task A_topic_has_the_subjects_that_are_named_after_it_or_whose_ids_its_records_carry()
    {
        await _world.AddRegistry();
        foreach (var subject in new[] { "orders-Order", "orders-eu-Order", "orders-refunds", "Order" })
        {
            await _world.RegisterBehindUs(subject, First);
        }

        await _world.RegisterBehindUs("other", Second);
        await _world.LookAtRegistries();
        await _world.SeeTopic("orders");
        await _world.SeeTopic("sales");
        await _world.SampleCarries("sales", 1, 2);
        var catalogue = _world.Get<SchemaCatalogue>();

        (await Of("orders")).ShouldBe(["orders-Order"]);
        (await Of("orders-eu")).ShouldBe(["orders-eu-Order"]);
        (await Of("sales")).ShouldBe(["Order"], "the others of this id are another topic's");
        var use = await _world.Get<SubjectUses>().Of(await Dev(), "orders-Order", CancellationToken.None);
        (use.Topic, use.IsTopicThere).ShouldBe(("orders", true));

        async Task<IEnumerable<string>> Of(string topic) =>
            (await catalogue.OfTopic("dev", topic, CancellationToken.None)).Found.Select(f => f.Row.Subject);
    }

    private async Task<ClusterId> Dev()
    {
        await using var db = await _world.Open();
        return await SeenWorlds.Dev(db);
    }

    private Task<List<string>> Drift() => _world.Drifted();
}
