using System.Collections.Immutable;
using Portal.Core;
using Portal.Core.Changes;
using Portal.Core.Changes.Requests;
using Portal.Core.Evaluation;
using Portal.Core.Resources;
using Portal.Core.Schemas;
using Portal.Core.Teams;
using Portal.Schemas.Compatibility;
using Portal.Tests.Applying;
using Portal.Tests.Kit;

namespace Portal.Tests.Schemas;

/// <summary>Schemas of one request that refer to each other, on real registries: each refuses to look at what refers to something it hasn't.</summary>
public sealed class ReferencedBundleTests
{
    private const string Money = """{"type":"record","name":"Money","fields":[{"name":"cents","type":"long"}]}""";
    private static readonly string First = SchemaWorlds.Order("id");
    private readonly string _subject = $"{Path.GetRandomFileName()}-value";

    private string MoneySubject => $"money.{_subject}";

    private string CoinSubject => $"coin.{_subject}";

    [Theory, OnBundled, OnApicurio]
    public async Task A_new_version_that_refers_to_a_subject_of_the_same_request_is_compared_by_the_portal_and_applied(
        RegistryProduct product
    )
    {
        await using var world = await World(product);
        await world.ManageSchema(_subject, First, CompatibilityLevel.Backward);
        await world.StartWorker();

        var change = await world.Ask(Next(Total("null,", ",\"default\":null")), New(MoneySubject, Money));

        var view = await world.Reaches(change, ChangeState.Applied);
        var check = view.Checks.Single(c => c.Name == $"compatibility · {_subject}");
        check.Verdict.ShouldBe(CheckVerdict.Noted);
        check.Words.ShouldContain("Compatible by BACKWARD, as the portal compares the texts.");
        var live = await world.LiveSchema(_subject);
        (live!.Newest.Version, live.References.Single().Subject).ShouldBe((2, MoneySubject));
        var evidence = view.Plan!.Evidence;
        view.Plan.Steps.OfType<RegisterSchema>()
            .Single(step => step.On.Name == _subject)
            .Details(evidence.Resources.Single(seen => seen.On.Name == _subject))
            .ShouldContain(line => line.StartsWith("total added: "));
    }

    [Theory, OnBundled, OnApicurio]
    public async Task What_the_portal_finds_incompatible_goes_back_before_anything_is_registered(
        RegistryProduct product
    )
    {
        await using var world = await World(product);
        await world.ManageSchema(_subject, First, CompatibilityLevel.Backward);
        await world.StartWorker();

        var change = await world.Ask(Next(Total("", "")), New(MoneySubject, Money));

        var view = await world.Reaches(change, ChangeState.ChangesRequested);
        view.Checks.Single(c => c.Name == $"compatibility · {_subject}").Words.ShouldContain("total");
        (await world.LiveSchema(MoneySubject)).ShouldBeNull();
    }

    [Theory, OnBundled, OnApicurio]
    public async Task New_subjects_are_registered_in_the_order_of_their_references(RegistryProduct product)
    {
        await using var world = await World(product);
        await world.StartWorker();
        var coin = """{"type":"record","name":"Coin","fields":[{"name":"worth","type":"Money"}]}""";
        var purse = """{"type":"record","name":"Purse","fields":[{"name":"coin","type":"Coin"}]}""";

        var change = await world.Ask(
            New(_subject, purse, new SchemaReference("Coin", CoinSubject, 1)),
            New(CoinSubject, coin, new SchemaReference("Money", MoneySubject, 1)),
            New(MoneySubject, Money)
        );

        await world.Reaches(change, ChangeState.Applied);
        (await world.LiveSchema(_subject))!.References.Single().Subject.ShouldBe(CoinSubject);
    }

    [Theory, OnBundled, OnApicurio]
    public async Task A_reference_to_what_is_not_there_is_named_when_the_plan_is_computed(RegistryProduct product)
    {
        await using var world = await World(product);
        await world.ManageSchema(_subject, First);
        await world.StartWorker();

        var change = await world.Ask(Next(Total("null,", ",\"default\":null")));

        (await world.Reaches(change, ChangeState.ChangesRequested)).Row.StatusMessage.ShouldBe(
            $"{_subject} refers to version 1 of {MoneySubject}, which isn't in the registry. Register it first, or in this request."
        );
    }

    [Theory, OnBundled, OnApicurio]
    public async Task New_versions_that_refer_to_each_other_go_back_and_former_ones_may(RegistryProduct product)
    {
        await using var world = await World(product);
        await world.ManageSchema(_subject, First);
        await world.ManageSchema(MoneySubject, Money);
        await world.StartWorker();

        var circle = await world.Ask(
            Around(_subject, "Order", MoneySubject, 2),
            Around(MoneySubject, "Money", _subject, 2)
        );
        (await world.Reaches(circle, ChangeState.ChangesRequested)).Row.StatusMessage!.ShouldContain(
            "refer to each other in a circle"
        );

        var former = await world.Ask(
            Around(_subject, "Order", MoneySubject, 1),
            Around(MoneySubject, "Money", _subject, 1)
        );
        await world.Reaches(former, ChangeState.Applied);
    }

    [Fact]
    public async Task References_in_a_circle_are_refused_when_they_are_sent()
    {
        await using var world = new WorkerWorld();
        await world.InitializeAsync();

        var refused = await Submit(
            world,
            New("a-value", Money, new SchemaReference("B", "b-value", 1)),
            New("b-value", Money, new SchemaReference("C", "c-value", 1)),
            New("c-value", Money, new SchemaReference("A", "a-value", 1)),
            New("d-value", Money, new SchemaReference("A", "a-value", 1))
        );
        var itself = await Submit(world, New("a-value", Money, new SchemaReference("A", "a-value", 1)));

        refused["resources"]
            .ShouldBe(
                "These schemas refer to each other in a circle, so none of them can be registered first: a-value → b-value → c-value → a-value. Move what they share into a subject of its own."
            );
        itself["resources"].ShouldContain("a-value → a-value");
    }

    [Theory, OnBundled, OnApicurio]
    public async Task A_reference_to_another_number_than_the_registry_will_give_goes_back_with_the_right_one(
        RegistryProduct product
    )
    {
        await using var world = await World(product);
        await world.ManageSchema(_subject, First);
        await world.RegisterBehindUs(MoneySubject, Money);
        await world.RegisterBehindUs(
            MoneySubject,
            Money.Replace("]", """,{"name":"of","type":"string","default":""}]""", StringComparison.Ordinal)
        );
        await (await world.Registry()).DeleteSubject(MoneySubject, SchemaWorlds.Soon, CancellationToken.None);
        await world.StartWorker();

        var former = await world.Ask(Next(Total("null,", ",\"default\":null")), New(MoneySubject, Money));
        (await world.Reaches(former, ChangeState.ChangesRequested)).Row.StatusMessage.ShouldBe(
            $"{_subject} refers to version 1 of {MoneySubject}, and the version that this request registers will be 3 because deleted versions keep their numbers. Refer to version 3."
        );

        var right = await world.Ask(Next(Total("null,", ",\"default\":null"), version: 3), New(MoneySubject, Money));
        await world.Reaches(right, ChangeState.Applied);
        (await world.LiveSchema(MoneySubject))!.Newest.Version.ShouldBe(3);
    }

    [Theory]
    [InlineData(true)]
    [InlineData(false)]
    public async Task A_reference_without_a_context_is_to_a_subject_in_that_of_what_refers(bool isThere)
    {
        const string orders = ":.eu:orders-value";
        const string money = ":.eu:money-value";
        await using var world = new WorkerWorld();
        await world.InitializeAsync();
        await world.ManageSchema(orders, First, CompatibilityLevel.Backward);
        var text =
            $$"""{"type":"record","name":"Order","fields":[{"name":"id","type":"string"},{{Total("null,", ",\"default\":null")}}]}""";
        var next = Change(orders, text, new SchemaReference("Money", "money-value", 1));
        if (isThere)
        {
            await world.RegisterBehindUs(money, Money);
        }

        string[] registered = isThere ? [orders] : [money, orders];
        ResourceDraft[] drafts = isThere ? [next] : [next, New(money, Money)];
        var change = await world.Ask(drafts);
        await world.PlanAll();

        var view = await world.View(change);
        view.Row.State.ShouldBe(ChangeState.Approved, view.Row.StatusMessage);
        var steps = view.Plan!.Steps.OfType<RegisterSchema>().ToList();
        steps.Select(step => step.On.Name).ShouldBe(registered);
        steps[^1].References.Single().Subject.ShouldBe("money-value", "it is registered as it was requested");
        steps[^1]
            .Details(view.Plan.Evidence.Resources.Single(seen => seen.On.Name == orders))
            .ShouldContain(line => line.StartsWith("total added: "));
    }

    [Theory, OnBundled]
    public async Task Where_a_registry_has_no_contexts_a_reference_is_to_the_subject_as_it_is_written(
        RegistryProduct product
    )
    {
        var orders = $":.eu:{_subject}";
        await using var world = await World(product);
        await world.ManageSchema(orders, First, CompatibilityLevel.Backward);
        await world.RegisterBehindUs(MoneySubject, Money);
        await world.StartWorker();
        var text =
            $$"""{"type":"record","name":"Order","fields":[{"name":"id","type":"string"},{{Total("null,", ",\"default\":null")}}]}""";

        var change = await world.Ask(Change(orders, text, new SchemaReference("Money", MoneySubject, 1)));

        await world.Reaches(change, ChangeState.Applied);
        var live = (await world.LiveSchema(orders))!;
        (live.Newest.Version, live.References.Single().Subject).ShouldBe((2, MoneySubject));
    }

    [Fact]
    public async Task What_a_request_registers_outside_of_the_context_in_which_it_is_referred_to_is_named()
    {
        const string orders = ":.eu:orders-value";
        await using var world = new WorkerWorld();
        await world.InitializeAsync();
        var text = $$"""{"type":"record","name":"Order","fields":[{{Total("null,", ",\"default\":null")}}]}""";

        var change = await world.Ask(
            New(orders, text, new SchemaReference("Money", "money-value", 1)),
            New("money-value", Money)
        );
        await world.PlanAll();

        (await world.View(change)).Row.StatusMessage.ShouldBe(
            ":.eu:orders-value refers to version 1 of :.eu:money-value, which isn't in the registry. Register it first, or in this request. If the registry has no contexts, register money-value, as the reference is written, in an earlier request."
        );
    }

    [Fact]
    public async Task What_refers_to_another_of_its_context_is_deleted_before_it()
    {
        const string orders = ":.eu:orders-value";
        const string money = ":.eu:money-value";
        await using var world = new WorkerWorld();
        await world.InitializeAsync();
        await world.ManageSchema(money, Money);
        await world.Registry.Register(
            orders,
            new(SchemaType.Avro, First, [new SchemaReference("Money", "money-value", 1)]),
            SchemaWorlds.Soon,
            CancellationToken.None
        );
        await world.Record(SchemaKind.Word, orders, SchemaWorlds.Spec(First));

        var change = await world.Ask(SchemaWorlds.Delete(money), SchemaWorlds.Delete(orders));
        await world.PlanAll();

        (await world.View(change))
            .Plan!.Steps.Select(step => (step.On.Name, step.Reversal))
            .ShouldBe([(orders, Reversal.Full), (money, Reversal.None)]);
    }

    [Fact]
    public async Task A_text_that_is_no_schema_is_blocked_whatever_level_is_set()
    {
        var check = await Unregistered(
            """
            {"type":"record","name":"Order","fields":[{"name":"id","type":"string"},
            {"name":"total","type":"Coin"}]}
            """
        );

        check.Verdict.ShouldBe(CheckVerdict.Blocked);
        check.Words.ShouldStartWith("The schema can't be read: ");
        check.Words.ShouldContain("Coin");
        check.Words.ShouldContain("line 2");
    }

    [Fact]
    public async Task What_the_portal_can_not_read_is_not_waived_with_the_comparison()
    {
        const string Broken = "broken-value";
        var check = await Unregistered(
            $$"""{"type":"record","name":"Order","fields":[{"name":"id","type":"string"},{{Total("null,", ",\"default\":null")}}]}""",
            Broken
        );

        check.Verdict.ShouldBe(CheckVerdict.Unknown);
        check.Words.ShouldContain($"Version 1 of {Broken}, which it refers to, can't be read by the portal: ");
    }

    [Fact]
    public async Task What_is_not_compared_any_more_says_what_would_have_been_refused()
    {
        var check = await Unregistered(
            $$"""{"type":"record","name":"Order","fields":[{"name":"id","type":"string"},{{Total("", "")}}]}"""
        );

        check.Verdict.ShouldBe(CheckVerdict.NeedsOverride);
        check.Words.ShouldContain("By BACKWARD it would be refused: ");
        check.Words.ShouldContain("total");
    }

    [Fact]
    public void What_is_registered_after_something_that_refers_to_it_is_named()
    {
        var order = Registers("orders-value", new SchemaReference("Money", "money-value", 2));
        var money = Registers("money-value") with { Before = new SchemaVersion(1, 7) };

        PlannedVersions.Problem([money, order]).ShouldBeNull();
        PlannedVersions
            .Problem([order, money])
            .ShouldBe(
                "orders-value refers to version 2 of money-value, which this request registers after it. Name money-value in its dependsOn."
            );
    }

    private async Task<WorkerWorld> World(RegistryProduct product) =>
        await WorkerWorld.OnRegistry(await TwoRegistries.Url(product));

    // In a plan that sets NONE and registers what the text refers to.
    private async Task<(CheckVerdict Verdict, string Words)> Unregistered(string text, string? alsoBroken = null)
    {
        await using var world = new WorkerWorld();
        await world.InitializeAsync();
        await world.ManageSchema(_subject, First, CompatibilityLevel.Backward);
        var references = new List<SchemaReference> { new("Money", MoneySubject, 1) };
        if (alsoBroken is { } broken)
        {
            await world.RegisterBehindUs(broken, """{"type":"record"}""");
            references.Add(new("Broken", broken, 1));
        }

        var change = Change(_subject, text, [.. references]);
        var id = await world.Ask(
            change with
            {
                Spec = (SchemaSpec)change.Spec! with { Compatibility = CompatibilityLevel.None },
            },
            New(MoneySubject, Money)
        );
        await world.PlanAll();
        var check = (await world.View(id)).Checks.Single(c => c.Name == $"compatibility · {_subject}");
        return (check.Verdict, check.Words);
    }

    private ResourceDraft Next(string total, int version = 1) =>
        Change(
            _subject,
            $$"""{"type":"record","name":"Order","fields":[{"name":"id","type":"string"},{{total}}]}""",
            new SchemaReference("Money", MoneySubject, version)
        );

    private static string Total(string also, string rest) =>
        also.Length == 0
            ? $$"""{"name":"total","type":"Money"{{rest}}}"""
            : $$"""{"name":"total","type":["null","Money"]{{rest}}}""";

    // Their names come from the texts that are there, so that each says something else than before.
    private static ResourceDraft Around(string subject, string name, string other, int version) =>
        Change(
            subject,
            $$"""{"type":"record","name":"{{name}}","doc":"{{version}}","fields":[{{(name == "Order" ? """{"name":"id","type":"string"}""" : """{"name":"cents","type":"long"}""")}}]}""",
            new SchemaReference(name == "Order" ? "Money" : "Order", other, version)
        );

    private static ResourceDraft New(string subject, string text, params SchemaReference[] references) =>
        SchemaWorlds.Register(subject, text) with
        {
            Spec = SchemaWorlds.Spec(text) with { References = [.. references] },
        };

    private static ResourceDraft Change(string subject, string text, params SchemaReference[] references) =>
        SchemaWorlds.Change(subject, text) with
        {
            Spec = SchemaWorlds.Spec(text) with { References = [.. references] },
        };

    private static RegisterSchema Registers(string subject, params SchemaReference[] references) =>
        new(new(SchemaKind.Word, new ClusterId(1), subject), SchemaType.Avro, Money, [.. references], null, null);

    private static async Task<IReadOnlyDictionary<string, string>> Submit(
        WorkerWorld world,
        params ResourceDraft[] resources
    ) =>
        (
            await world
                .Get<ChangeRequests>()
                .Submit(
                    await world.Person(Role.Member, SeededStructure.Payments),
                    new ChangeDraft("", "needed", SeededStructure.Payments, resources),
                    CancellationToken.None
                )
        )
            .ShouldBeOfType<Outcome<ChangeId>.Refused>()
            .Why.Fields!;
}
