using Portal.Core;
using Portal.Core.Resources;
using Portal.Core.Schemas;
using Portal.Engines.Registry;
using Portal.Schemas.Compatibility;
using Portal.Tests.Applying;
using Portal.Workers.Collecting.Schemas;

namespace Portal.Tests.Schemas;

/// <summary>What a preview says of texts that refer to others, by what the portal has seen of the registry.</summary>
public sealed class ReferencedPreviewTests : IAsyncLifetime
{
    private const string Subject = "orders-value";
    private const string Money = """{"type":"record","name":"Money","fields":[{"name":"cents","type":"long"}]}""";
    private const string Purse = """{"type":"record","name":"Purse","fields":[{"name":"in","type":"Money"}]}""";
    private static readonly SchemaReference ToMoney = new("Money", "money-value", 1);
    private readonly WorkerWorld _world = new();

    public async Task InitializeAsync()
    {
        await _world.InitializeAsync();
        await _world.AddRegistry();
        await _world.RegisterBehindUs(ToMoney.Subject, Money);
        await Register("purse-value", Purse, ToMoney);
        await Register(Subject, Order("Money", "null"), ToMoney);
        await (await _world.Registry()).SetLevel(
            Subject,
            CompatibilityLevel.FullTransitive,
            SchemaWorlds.Soon,
            CancellationToken.None
        );
        await Register(Subject, Order("Money", "null", "note"), ToMoney);
        await Look();
    }

    public Task DisposeAsync() => _world.DisposeAsync();

    [Fact]
    public async Task A_compatible_text_is_judged_with_what_it_refers_to()
    {
        var seen = await Preview(Order("Money", "null", "note", "more"), ToMoney);

        (seen.Verdict, seen.Level, seen.Words.Length).ShouldBe(
            (SchemaVerdict.Compared, CompatibilityLevel.FullTransitive, 0)
        );
    }

    [Fact]
    public async Task Fields_are_compared_with_what_they_refer_to_in_the_preview_and_between_versions()
    {
        var seen = await Preview(Order("Money", "null", "note", "more"), ToMoney);
        seen.Fields!.Select(field => $"{field}").ShouldBe(["more added: string, default \"\""]);

        var subject = (await _world.Get<SchemaCatalogue>().Get("dev", Subject, CancellationToken.None))!;
        var compared = await _world.Get<SchemaPayloads>().Compare(subject, null, null, CancellationToken.None);
        compared!.Fields!.Select(field => field.Path).ShouldBe(["note"]);
    }

    [Fact]
    public async Task What_each_version_does_not_bear_is_named_with_its_place()
    {
        var seen = await Preview(Order("Money", "string"), ToMoney);

        seen.Verdict.ShouldBe(SchemaVerdict.Compared);
        seen.Broken.Select(rule => rule.Version).Distinct().ShouldBe([1, 2]);
        seen.Broken.ShouldAllBe(rule => rule.Path.StartsWith("total"));
    }

    [Fact]
    public async Task References_are_followed_through_others()
    {
        var seen = await Preview(Order("Purse", "null"), new SchemaReference("Purse", "purse-value", 1));

        seen.Verdict.ShouldBe(SchemaVerdict.Compared);
        seen.Words.ShouldNotBeEmpty();
    }

    [Theory]
    [InlineData("money-value", 2)]
    [InlineData("nowhere-value", 1)]
    public async Task What_the_portal_has_not_seen_is_not_checked_and_named(string subject, int version)
    {
        var seen = await Preview(Order("Money", "null"), new SchemaReference("Money", subject, version));

        (seen.Verdict, seen.Words.ShouldHaveSingleItem()).ShouldBe(
            (
                SchemaVerdict.NotChecked,
                $"Version {version} of {subject}, which it refers to, isn't known to the portal yet."
            )
        );
    }

    [Fact]
    public async Task A_text_that_is_no_schema_with_what_it_refers_to_is_said_to_be_none()
    {
        var seen = await Preview(Order("Coin", "null"), ToMoney);

        (seen.Verdict, seen.Words.ShouldHaveSingleItem().Contains("Coin")).ShouldBe((SchemaVerdict.Unreadable, true));
    }

    [Fact]
    public async Task A_reference_of_a_subject_in_a_context_is_followed_in_that_context()
    {
        const string eu = ":.eu:orders-value";
        var toCoin = new SchemaReference("Money", "coin-value", 1);
        await _world.RegisterBehindUs(":.eu:coin-value", Money);
        await Register(eu, Order("Money", "null"), toCoin);
        await _world.Registry.SetLevel(eu, CompatibilityLevel.Full, SchemaWorlds.Soon, CancellationToken.None);
        await Look();

        var seen = await Preview(Order("Money", "null", "note"), toCoin, eu);

        (seen.Verdict, seen.Level, seen.Words.Length).ShouldBe((SchemaVerdict.Compared, CompatibilityLevel.Full, 0));
        seen.Fields!.Select(field => field.Path).ShouldBe(["note"]);
    }

    [Fact]
    public async Task The_level_of_a_context_is_not_known_before_the_plan_is_computed()
    {
        const string eu = ":.eu:bills-value";
        await _world.RegisterBehindUs(eu, SchemaWorlds.Order("id"));
        await Look();

        var seen = await Preview(SchemaWorlds.Order("id", "note"), to: null, eu);

        (seen.Verdict, seen.Level, seen.Words.ShouldHaveSingleItem()).ShouldBe(
            (SchemaVerdict.NotChecked, null, "The level in force isn't known.")
        );
    }

    private Task Look() =>
        new SubjectWatch(_world.Stores, _world.Get<ISchemaRegistries>(), TimeProvider.System).Look(
            CancellationToken.None
        );

    private async Task<SchemaEvidence> Preview(string text, SchemaReference? to, string subject = Subject)
    {
        var preview = new SchemaPreview(_world.Stores, TimeProvider.System);
        await using var db = await _world.Open();
        var (live, _) = await preview.Read(await SeenWorlds.Dev(db), [subject], CancellationToken.None);
        var on = live.On(subject);
        RegisterSchema register = new(on, SchemaType.Avro, text, to is null ? [] : [to], null, null);
        var evidence = await preview.Evidence(live, new(on, [register], null), CancellationToken.None);
        return evidence.ShouldBeOfType<SchemaEvidence>();
    }

    private async Task Register(string subject, string text, SchemaReference to) =>
        await (await _world.Registry()).Register(
            subject,
            new(SchemaType.Avro, text, [to]),
            SchemaWorlds.Soon,
            CancellationToken.None
        );

    private static string Order(string total, string or, params string[] also)
    {
        var type = or == "null" ? $"[\"null\",\"{total}\"],\"default\":null" : $"\"{or}\"";
        return SchemaWorlds.Order([
            "id",
            $$"""{"name":"total","type":{{type}}}""",
            .. also.Select(SchemaWorlds.Optional),
        ]);
    }
}
