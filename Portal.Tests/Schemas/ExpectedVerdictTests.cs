using System.Collections.Immutable;
using Portal.Core;
using Portal.Core.Resources;
using Portal.Core.Schemas;
using Portal.Schemas.Compatibility;

namespace Portal.Tests.Schemas;

/// <summary>What a preview says of a schema while somebody types, without asking the registry.</summary>
public sealed class ExpectedVerdictTests
{
    private static readonly ResourceRef On = new(SchemaKind.Word, new ClusterId(1), "orders-value");
    private static readonly string Optional = SchemaWorlds.Order("id", SchemaWorlds.Optional("note"));

    [Theory]
    [InlineData(CompatibilityLevel.Backward, "version 3: ", "note")]
    [InlineData(CompatibilityLevel.Full, "version 3: ", "note")]
    [InlineData(CompatibilityLevel.Forward, null, null)]
    [InlineData(CompatibilityLevel.None, null, null)]
    public void A_field_without_a_default_is_named_where_the_level_asks_for_one(
        CompatibilityLevel level,
        string? words,
        string? field
    )
    {
        var seen = Seen(SchemaWorlds.Order("id", "note"), level);

        (seen.Verdict, seen.Level).ShouldBe((SchemaVerdict.Compared, level));
        if (words is null)
        {
            seen.Words.ShouldBeEmpty();
        }
        else
        {
            seen.Words.ShouldHaveSingleItem().ShouldContain(words);
            seen.Words[0].ShouldContain(field!);
        }
    }

    [Fact]
    public void The_level_that_the_same_change_sets_is_the_one_that_judges()
    {
        var seen = Seen(SchemaWorlds.Order("note"), CompatibilityLevel.Full, CompatibilityLevel.None);

        (seen.Verdict, seen.Level).ShouldBe((SchemaVerdict.Compared, CompatibilityLevel.None));
        seen.Words.ShouldBeEmpty();
    }

    [Theory]
    [InlineData(CompatibilityLevel.FullTransitive, 3)]
    [InlineData(CompatibilityLevel.Full, 0)]
    public void Versions_that_a_transitive_level_names_and_that_were_not_compared_are_counted(
        CompatibilityLevel level,
        int left
    )
    {
        var newest = Live(level) with
        {
            Former = [Live(level) with { Newest = new(2, 12) }, Live(level) with { Newest = new(3, 13), Text = "{" }],
            Versions = new([1, 2, 3, 4, 5], []),
        };

        var seen = Of([Register(Optional)], newest);

        seen.Words.ShouldBeEmpty();
        seen.NotCompared.ShouldBe(left);
        (seen.NotComparedInWords is null).ShouldBe(left == 0);
    }

    [Theory]
    [InlineData(CompatibilityLevel.BackwardTransitive, 1)]
    [InlineData(CompatibilityLevel.Backward, 0)]
    public void A_transitive_level_is_judged_against_the_versions_before_too(CompatibilityLevel level, int broken)
    {
        var newest = Live(level) with
        {
            Text = SchemaWorlds.Order("id", "note"),
            Former = [Live(level) with { Newest = new(2, 12) }],
        };

        var seen = Of([Register(SchemaWorlds.Order("id", "note", SchemaWorlds.Optional("more")))], newest);

        seen.Verdict.ShouldBe(SchemaVerdict.Compared);
        seen.Words.Length.ShouldBe(broken);
        seen.Broken.ShouldAllBe(rule => rule.Version == 2 && rule.Path == "note" && rule.Offset > 0);
    }

    [Fact]
    public void An_optional_field_is_compatible() =>
        Seen(Optional, CompatibilityLevel.FullTransitive).Words.ShouldBeEmpty();

    [Fact]
    public void What_only_the_registry_can_read_is_left_to_it()
    {
        var unknown = Seen(Optional, level: null);
        (unknown.Verdict, unknown.Words.ShouldHaveSingleItem()).ShouldBe(
            (SchemaVerdict.NotChecked, "The level in force isn't known.")
        );
        var open = Protobuf("repeated int32 n = 1;", "int32 n = 1;");
        open.Verdict.ShouldBe(SchemaVerdict.NotChecked);
        open.Words.ShouldHaveSingleItem().ShouldContain("passes over a packed list");
        Protobuf("int32 n = 1; }\nimport \"confluent/meta.proto\"; message B {", "int32 n = 1;")
            .Words.ShouldHaveSingleItem()
            .ShouldContain("which only the registry has");
    }

    [Fact]
    public void Protobuf_is_compared_by_the_numbers_of_its_fields()
    {
        var broken = Protobuf("int32 n = 1;", "string n = 1;");
        (broken.Verdict, broken.Words.ShouldHaveSingleItem()).ShouldBe(
            (
                SchemaVerdict.Compared,
                "Readers of the new version couldn't read what was written with version 3: A.n: number 1 was written as int32, which can't be read as string."
            )
        );
        Protobuf("int32 n = 1;", "int64 renamed = 1; string note = 2;").Words.ShouldBeEmpty();
    }

    [Fact]
    public void A_first_version_and_no_version_are_compared_with_nothing()
    {
        Of([Register(Optional)], null).Verdict.ShouldBe(SchemaVerdict.First);
        Of([], Live(CompatibilityLevel.Full)).Verdict.ShouldBe(SchemaVerdict.NothingNew);
    }

    private static SchemaEvidence Seen(string text, CompatibilityLevel? level, CompatibilityLevel? set = null) =>
        Of(set is { } to ? [new SetCompatibility(On, level, to), Register(text)] : [Register(text)], Live(level));

    private static SchemaEvidence Of(ImmutableArray<Step> steps, LiveSchema? newest) =>
        ExpectedVerdict.Of(
            new(On, steps, null),
            newest,
            (type, text, _) => SchemaText.Read(type, text),
            DateTimeOffset.UnixEpoch
        );

    private static SchemaEvidence Protobuf(string before, string after)
    {
        var live = Live(CompatibilityLevel.Backward) with { Type = SchemaType.Protobuf, Text = Message(before) };
        return Of([Register(Message(after)) with { Type = SchemaType.Protobuf }], live);

        static string Message(string fields) => $"syntax = \"proto3\"; message A {{ {fields} }}";
    }

    private static RegisterSchema Register(string text) => new(On, SchemaType.Avro, text, [], null, null);

    private static LiveSchema Live(CompatibilityLevel? global) =>
        new(On.Name, new(3, 17), SchemaType.Avro, SchemaWorlds.Order("id"), [], null, global);
}
