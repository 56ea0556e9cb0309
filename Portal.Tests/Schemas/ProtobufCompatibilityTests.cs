using System.Text.Json;
using Portal.Schemas.Compatibility;
using Portal.Schemas.Protobuf;
using Portal.Tests.Kit;

namespace Portal.Tests.Schemas;

public sealed class ProtobufCompatibilityTests
{
    private static readonly string Money = "syntax = \"proto3\"; package common; message Money { int64 units = 1; }";

    [Fact]
    public void Every_pair_of_the_corpus_is_judged_and_explained_as_it_should_be() =>
        SchemaPair
            .Protobuf.Select(pair => (pair, Said: Judge(pair)))
            .Where(judged => !judged.Said.SequenceEqual(judged.pair.Why))
            .Select(judged => $"{judged.pair.Name}: {string.Join(" ", judged.Said)}")
            .ShouldBeEmpty();

    [ClusterFact]
    public void Every_schema_reads_what_is_written_by_itself() =>
        SchemaPair
            .Protobuf.SelectMany(pair => new[] { pair.ReaderText, pair.WriterText })
            // Another text, so that nothing is compared with itself in memory.
            .Where(text => ProtobufCompatibility.Unreadable(Read(text), Read($"{text}\n")).Count > 0)
            .ShouldBeEmpty();

    [Fact]
    public void A_rule_is_shown_where_the_new_text_declares_the_field()
    {
        var before = Read("syntax = \"proto3\"; message A { int32 n = 1; repeated int32 list = 2; }");
        const string Text = "syntax = \"proto3\";\nmessage A {\n\tstring é_ = 1;\n}";

        ProtobufReading.Read(Text).ShouldBeOfType<ProtobufRead.Broken>("names are ASCII");
        var after = Text.Replace("é_", "n", StringComparison.Ordinal);
        ProtobufCompatibility
            .Unreadable(Read(after), before)
            .ShouldHaveSingleItem()
            .Offset.ShouldBe(after.IndexOf("string n", StringComparison.Ordinal));
    }

    [Theory]
    [InlineData("repeated int32 n = 1;", "int32 n = 1;")]
    [InlineData("oneof a { string x = 1; } oneof b { string y = 2; }", "oneof a { string x = 1; string y = 2; }")]
    public void What_the_documentation_leaves_open_is_left_to_the_registry(string before, string after) =>
        ProtobufCompatibility
            .Unreadable(
                Read($"syntax = \"proto3\"; message A {{ {after} }}"),
                Read($"syntax = \"proto3\"; message A {{ {before} }}")
            )
            .ShouldHaveSingleItem()
            .IsCertain.ShouldBeFalse();

    [Theory]
    [InlineData("proto2", "repeated int32 n = 1;", "optional int32 n = 1;")]
    [InlineData("proto2", "optional fixed64 n = 1;", "repeated fixed64 n = 1;")]
    [InlineData("proto2", "required bool n = 1;", "optional bool n = 1;")]
    [InlineData("proto2", "optional float n = 1;", "required float n = 1;")]
    [InlineData("proto2", "repeated int32 n = 1 [packed = true];", "optional int32 n = 1;")]
    [InlineData("proto3", "repeated int32 n = 1;", "optional int64 n = 1;")]
    public void A_number_whose_written_label_changes_is_refused(string syntax, string before, string after)
    {
        var broken = Changed((syntax, before), (syntax, after)).ShouldHaveSingleItem();

        (broken.IsCertain, broken.IsPassedOver).ShouldBe((true, false));
    }

    [Theory]
    [InlineData("proto3", "repeated int32 n = 1;", "proto3", "int32 n = 1;")]
    [InlineData("proto2", "repeated int32 n = 1 [packed = true];", "proto3", "int32 n = 1;")]
    [InlineData("proto3", "int32 n = 1;", "proto2", "required int32 n = 1;")]
    [InlineData("proto2", "optional string n = 1;", "proto2", "required string n = 1;")]
    public void What_is_lost_by_labels_that_the_registry_does_not_compare_is_said_and_passed_over(
        string former,
        string before,
        string syntax,
        string after
    )
    {
        var broken = Changed((former, before), (syntax, after)).ShouldHaveSingleItem();

        (broken.IsCertain, broken.IsPassedOver).ShouldBe((false, true));
    }

    [Theory]
    [InlineData("proto2", "repeated int32 n = 1;", "proto3", "int32 n = 1;")]
    [InlineData("proto2", "optional int32 n = 1;", "proto2", "oneof one { int32 n = 1; }")]
    [InlineData("proto3", "optional int32 n = 1;", "proto3", "int32 n = 1;")]
    [InlineData("proto2", "repeated string n = 1;", "proto2", "optional string n = 1;")]
    public void A_label_that_nobody_wrote_is_not_another_one(
        string former,
        string before,
        string syntax,
        string after
    ) => Changed((former, before), (syntax, after)).ShouldBeEmpty();

    [Fact]
    public void The_labels_of_an_imported_message_are_those_of_its_own_syntax()
    {
        const string Order =
            "syntax = \"proto2\"; import \"common/money.proto\"; message Order { optional common.Money total = 1; }";
        var many = Money.Replace("int64", "repeated int64", StringComparison.Ordinal);

        ProtobufCompatibility
            .Unreadable(Read(Order, ("common/money.proto", many)), Read(Order, ("common/money.proto", Money)))
            .ShouldBeEmpty();
    }

    [Fact]
    public void A_field_of_a_message_that_was_imported_is_compared_where_the_import_changed()
    {
        const string Order =
            "syntax = \"proto3\"; import \"common/money.proto\"; message Order { common.Money total = 1; }";
        var before = Read(Order, ("common/money.proto", Money));
        var changed = Money.Replace("int64", "string", StringComparison.Ordinal);

        var broken = ProtobufCompatibility
            .Unreadable(Read(Order, ("common/money.proto", changed)), before)
            .ShouldHaveSingleItem();

        broken.Message.ShouldBe("Money.units: number 1 was written as int64, which can't be read as string.");
        broken.Offset.ShouldBeNull();
    }

    [Theory]
    [InlineData(
        "message A { extensions 100 to 199; } extend A { optional int32 n = 100; }",
        "message A { extensions 100 to 199; } extend A { optional string n = 100; }",
        "A.n: number 100 was written as int32, which can't be read as string."
    )]
    [InlineData(
        "message A { extensions 100 to 199; } message B { extend A { optional int32 n = 100; } }",
        "message A { extensions 100 to 199; } message B { message C { extend A { optional double n = 100; } } }",
        "A.n: number 100 was written as int32, which can't be read as double."
    )]
    [InlineData(
        "message A { extensions 100 to 199; extend A { repeated int32 n = 100; } }",
        "message A { extensions 100 to 199; extend A { optional int32 n = 100; } }",
        "A.n: number 100 was repeated and is optional: a number keeps its label."
    )]
    [InlineData(
        "message A { extensions 100 to 199; } extend A { optional int32 n = 100; }",
        "message A { optional string m = 100; }",
        "A.m: number 100 was written as int32, which can't be read as string."
    )]
    [InlineData(
        "message A { optional string m = 100; }",
        "message A { extensions 100 to 199; } extend A { optional int32 n = 100; }",
        "A.n: number 100 was written as string, which can't be read as int32."
    )]
    [InlineData(
        "message A { message B { extensions 5; } } extend A.B { optional int32 n = 5; }",
        "message A { message B { extensions 5; } } extend A.B { optional string n = 5; }",
        "A.B.n: number 5 was written as int32, which can't be read as string."
    )]
    public void An_extension_is_compared_as_a_field_of_what_it_extends_and_passed_over_by_the_registry(
        string before,
        string after,
        string words
    )
    {
        var broken = ProtobufCompatibility.Unreadable(Proto2(after), Proto2(before)).ShouldHaveSingleItem();

        (broken.Message, broken.IsCertain, broken.IsPassedOver).ShouldBe((words, false, true));
    }

    [Theory]
    [InlineData("message A { extensions 100 to 199; } extend A { optional int64 renamed = 100; }")]
    [InlineData("message A { extensions 100 to 199; extend A { optional int32 n = 100; } }")]
    [InlineData("message A { extensions 100 to 199; } extend A { optional int32 n = 100; optional int32 more = 101; }")]
    [InlineData("message A { optional int32 n = 100; }")]
    [InlineData("message A { extensions 100 to 199; }")]
    [InlineData("message A { }")]
    public void An_extension_may_move_become_a_field_and_go_with_its_range_or_without_as_a_field_may(string after)
    {
        var before = Proto2("message A { extensions 100 to 199; } extend A { optional int32 n = 100; }");

        ProtobufCompatibility.Unreadable(Proto2(after), before).ShouldBeEmpty();
        ProtobufCompatibility.Unreadable(before, Proto2(after)).ShouldBeEmpty();
    }

    [Fact]
    public void An_option_that_a_text_declares_is_not_written_and_may_change()
    {
        const string Declared =
            "import \"google/protobuf/descriptor.proto\"; extend google.protobuf.FieldOptions { optional int32 n = 50000; } message A { }";

        ProtobufCompatibility
            .Unreadable(Proto2(Declared.Replace("int32", "string", StringComparison.Ordinal)), Proto2(Declared))
            .ShouldBeEmpty();
    }

    [Theory]
    [InlineData("", false)]
    [InlineData("optional common.Money paid = 1;", true)]
    public void What_only_an_extension_leads_to_is_passed_over_and_what_a_field_leads_to_as_well_is_not(
        string field,
        bool isCertain
    )
    {
        var order =
            $"syntax = \"proto2\"; import \"common/money.proto\"; extend A {{ optional common.Money total = 100; }} message A {{ extensions 100 to 199; {field} }}";
        var changed = Money.Replace("int64", "string", StringComparison.Ordinal);

        var broken = ProtobufCompatibility
            .Unreadable(Read(order, ("common/money.proto", changed)), Read(order, ("common/money.proto", Money)))
            .ShouldHaveSingleItem();

        broken.Message.ShouldBe("Money.units: number 1 was written as int64, which can't be read as string.");
        (broken.IsCertain, broken.IsPassedOver).ShouldBe((isCertain, !isCertain));
    }

    [Theory]
    [InlineData(CompatibilityLevel.None, new int[0])]
    [InlineData(CompatibilityLevel.Backward, new[] { 2 })]
    [InlineData(CompatibilityLevel.BackwardTransitive, new[] { 1, 2 })]
    [InlineData(CompatibilityLevel.Forward, new[] { 2 })]
    [InlineData(CompatibilityLevel.ForwardTransitive, new[] { 1, 2 })]
    [InlineData(CompatibilityLevel.Full, new[] { 2, 2 })]
    [InlineData(CompatibilityLevel.FullTransitive, new[] { 1, 1, 2, 2 })]
    public void A_level_asks_those_it_is_about(CompatibilityLevel level, int[] versions)
    {
        var candidate = Read("syntax = \"proto3\"; message A { string n = 1; }");
        var first = Read("syntax = \"proto3\"; message A { int32 n = 1; }");
        var second = Read("syntax = \"proto3\"; message A { float n = 1; }");

        CompatibilityJudge
            .Judge(level, candidate, [(1, first), (2, second)], ProtobufCompatibility.Unreadable)
            .Select(broken => broken.Version)
            .ShouldBe(versions);
    }

    private static IReadOnlyList<Unreadable> Changed(
        (string Syntax, string Fields) before,
        (string Syntax, string Fields) after
    ) =>
        ProtobufCompatibility.Unreadable(
            Read($"syntax = \"{after.Syntax}\"; message A {{ {after.Fields} }}"),
            Read($"syntax = \"{before.Syntax}\"; message A {{ {before.Fields} }}")
        );

    private static ProtobufSchema Proto2(string text) => Read($"syntax = \"proto2\"; {text}");

    private static string[] Judge(SchemaPair pair) =>
        [.. ProtobufCompatibility.Unreadable(Read(pair.ReaderText), Read(pair.WriterText)).Select(why => why.Message)];

    private static ProtobufSchema Read(string text, params (string Name, string Text)[] imports) =>
        ProtobufReading
            .Read(text, [.. imports.Select(import => (import.Name, Read(import.Text)))])
            .ShouldBeOfType<ProtobufRead.Fine>(text)
            .Schema;
}
