using System.Diagnostics;
using Portal.Core.Schemas;
using Portal.Schemas.Formats;
using Portal.Schemas.Protobuf;

namespace Portal.Tests.Schemas;

public sealed class ProtobufReadingTests
{
    private const string Head = "syntax = \"proto3\";\n";

    [Theory]
    [InlineData("message A {", "line 2, column 12", "Reached end of input")]
    [InlineData(
        "message A {\n\tstring a = 1;\n\tstring b = 1;\n}",
        "line 4, column 13",
        "Field number 1 has already been used"
    )]
    [InlineData("message A { Foo a = 1; }", "line 2, column 13", "\"Foo\" is not defined")]
    [InlineData("// é\n/* é */ message A { string é = 1; }", "line 3, column 28", "non ascii codepoint")]
    [InlineData(
        "import \"nope.proto\";\nmessage A { Nope a = 1; }",
        "line 2, column 1",
        "“nope.proto” isn't one of this schema's references"
    )]
    [InlineData("import \"/etc/passwd\";", "line 2, column 1", "“/etc/passwd” isn't one of")]
    [InlineData("import \"../../x.proto\";", "line 2, column 1", "“../../x.proto” isn't one of")]
    [InlineData("import \"schema.proto\";\nmessage A {}", "line 2, column 1", "imports itself")]
    [InlineData("{\"type\": \"record\"}", "line 2, column 1", "Expected top-level statement")]
    public void What_is_wrong_is_said_with_its_place(string text, string place, string words)
    {
        var faults = ProtobufReading.Read(Head + text).ShouldBeOfType<ProtobufRead.Broken>().Faults;

        faults[0].Message.ShouldContain(words);
        faults[0].At.ToString().ShouldBe(place);
    }

    [Fact]
    public void A_file_that_is_not_a_reference_is_not_read_though_it_is_there()
    {
        var working = Path.Combine(Environment.CurrentDirectory, "secret.proto");
        File.WriteAllText(working, $"{Head}message Secret {{}}");
        try
        {
            ProtobufReading
                .Read($"{Head}import \"secret.proto\"; message A {{ Secret s = 1; }}")
                .ShouldBeOfType<ProtobufRead.Broken>()
                .LacksImports.ShouldBeTrue();
        }
        finally
        {
            File.Delete(working);
        }
    }

    [Theory]
    [InlineData("../a.proto")]
    [InlineData("/etc/a.proto")]
    [InlineData("a//b.proto")]
    [InlineData("a\\b.proto")]
    [InlineData("a/./b.proto")]
    [InlineData("C:a.proto")]
    [InlineData("a\nb.proto")]
    [InlineData("")]
    public void A_reference_by_a_name_that_leads_elsewhere_is_refused(string name) =>
        ProtobufReading
            .Read($"{Head}message A {{}}", [(name, Fine($"{Head}message B {{}}"))])
            .ShouldBeOfType<ProtobufRead.Broken>()
            .Faults.ShouldHaveSingleItem()
            .Message.ShouldContain("is no name for an import");

    [Fact]
    public void What_is_referred_to_brings_its_own_imports()
    {
        var unit = Fine($"{Head}message Unit {{ string name = 1; }}");
        var money = Fine($"{Head}import \"unit.proto\"; message Money {{ Unit unit = 1; }}", ("unit.proto", unit));

        AnyFields(
                $"{Head}import \"a/money.proto\"; message Bill {{ repeated Money sums = 1; }}",
                ("a/money.proto", money)
            )
            .ShouldBe(["sums", "sums[].unit", "sums[].unit.name"]);
        var other = Fine($"{Head}message Unit {{ }}");
        ProtobufReading
            .Read($"{Head}message A {{}}", [("a/money.proto", money), ("unit.proto", other)])
            .ShouldBeOfType<ProtobufRead.Broken>()
            .Faults[0]
            .Message.ShouldContain("in two versions");
        ProtobufReading
            .Read($"{Head}message A {{}}", [("a", unit), ("a/b.proto", unit)])
            .ShouldBeOfType<ProtobufRead.Broken>()
            .Faults[0]
            .Message.ShouldContain("as a file and as a folder");
    }

    [Fact]
    public void A_reference_may_have_the_name_that_a_text_has_here() =>
        AnyFields(
                $"{Head}import \"schema.proto\"; message A {{ B b = 1; }}",
                ("schema.proto", Fine($"{Head}message B {{ int32 n = 1; }}"))
            )
            .ShouldBe(["b", "b.n"]);

    [Fact]
    public void Without_protoc_nothing_is_said_against_a_text()
    {
        var unread = ProtobufReading
            .Read($"{Head}message Missing {{}}", [], new ProtobufCompiler("/nowhere/protoc", TimeSpan.FromSeconds(1)))
            .ShouldBeOfType<ProtobufRead.Unread>();

        unread.Why.ShouldStartWith("protoc, which reads Protobuf, can't be run: ");
        ProtobufReading.Read($"{Head}message Missing {{}}").ShouldBeOfType<ProtobufRead.Fine>("it is tried again");
    }

    [Fact]
    public void A_protoc_that_takes_too_long_is_ended()
    {
        var script = Path.GetTempFileName();
        File.WriteAllText(script, "#!/bin/sh\nexec /bin/sleep 60\n");
        Process.Start("chmod", ["700", script]).WaitForExit();
        try
        {
            ProtobufReading
                .Read($"{Head}message Slow {{}}", [], new ProtobufCompiler(script, TimeSpan.FromSeconds(0.2)))
                .ShouldBeOfType<ProtobufRead.Unread>()
                .Why.ShouldBe("Reading this Protobuf took longer than 0.2 seconds.");
        }
        finally
        {
            File.Delete(script);
        }
    }

    [Theory]
    [InlineData("import \"confluent/meta.proto\"; message A {}", "confluent/meta.proto")]
    [InlineData(
        "import \"google/type/money.proto\"; message A { google.type.Money m = 1; }",
        "google/type/money.proto"
    )]
    public void What_registries_bring_themselves_is_left_to_them(string text, string name) =>
        ProtobufReading.Read(Head + text).ShouldBeOfType<ProtobufRead.Unread>().Why.ShouldContain(name);

    [Fact]
    public void Editions_are_left_to_the_registry() =>
        ProtobufReading.Read("edition = \"2023\"; message A {}").ShouldBeOfType<ProtobufRead.Unread>();

    [Fact]
    public void Two_megabytes_are_refused_with_a_sentence() =>
        Problem($"{Head}// {new string('x', 2 * 1024 * 1024)}\nmessage A {{}}").ShouldContain("more than 1 MiB");

    [Fact]
    public void Two_hundred_levels_are_refused_with_a_sentence() =>
        Problem(Head + string.Concat(Enumerable.Range(0, 200).Select(i => $"message A{i} {{ ")) + new string('}', 200))
            .ShouldContain("maximum recursion limit");

    [Fact]
    public void Ten_thousand_fields_are_read_and_compared_in_time()
    {
        var before = Fine($"{Head}message A {{ {Wide("int32")} }}");
        var after = Fine($"{Head}message A {{ {Wide("int64")} }}");
        var took = Stopwatch.StartNew();

        ProtobufCompatibility.Unreadable(after, before).ShouldBeEmpty();
        ProtobufFields.Of(after).Count().ShouldBe(10_000);
        took.Elapsed.ShouldBeLessThan(TimeSpan.FromSeconds(2));

        static string Wide(string type) =>
            string.Concat(Enumerable.Range(1, 10_000).Select(i => $"{type} f{i} = {(i < 19_000 ? i : i + 1_000)};\n"));
    }

    [Fact]
    public void Messages_that_hold_each_other_end() =>
        AnyFields(
                $"{Head}message A {{ B b = 1; repeated A more = 2; }} message B {{ A a = 1; map<string, B> all = 2; }}"
            )
            .ShouldBe(["b", "b.a", "b.all", "more"]);

    [Fact]
    public void Fields_are_said_with_type_default_and_comment()
    {
        const string Text = """
            syntax = "proto2";
            // Bought.
            message Order {
              // Who bought it.
              // Never empty.
              required string id = 1;
              optional int32 count = 2 [default = 1]; // how many
              oneof pay { string card = 3; Money sum = 4; }
              map<string, Money> totals = 5;
              repeated Color colors = 6;
              message Money { optional int64 units = 1; }
              enum Color { RED = 0; BLUE = 1; }
            }
            message Refund { optional string note = 1 [default = "a\"b"]; }
            """;

        SchemaText
            .Read(SchemaType.Protobuf, Text)
            .ShouldBeOfType<SchemaRead.Fine>()
            .Schema.Fields(100)
            .Select(field => $"{field.Path}|{field.Type}|{field.IsRequired}|{field.Default}|{field.Doc}")
            .ShouldBe([
                "Order.id|string|True||Who bought it. Never empty.",
                "Order.count|int32|False|1|how many",
                "Order.card|string, in oneof pay|False||",
                "Order.sum|message Order.Money, in oneof pay|False||",
                "Order.sum.units|int64|False||",
                "Order.totals|map of string to message Order.Money|False||",
                "Order.totals[key].units|int64|False||",
                "Order.colors|repeated enum of RED = 0, BLUE = 1|False||",
                "Refund.note|string|False|\"a\\\"b\"|",
            ]);
    }

    [Fact]
    public void A_text_whose_references_are_not_here_is_checked_as_far_as_it_goes()
    {
        SchemaText
            .Problems(
                SchemaType.Protobuf,
                $"{Head}import \"m.proto\"; message A {{ Money m = 1; }}",
                hasReferences: true
            )
            .ShouldBeEmpty();
        SchemaText
            .Problems(
                SchemaType.Protobuf,
                $"{Head}import \"m.proto\"; message A {{ Money m = ; }}",
                hasReferences: true
            )
            .ShouldHaveSingleItem()
            .ShouldContain("(line 2, column ");
        SchemaText
            .Problems(
                SchemaType.Protobuf,
                $"{Head}import \"m.proto\"; message A {{ Money m = 1; }}",
                hasReferences: false
            )
            .ShouldHaveSingleItem()
            .ShouldContain("“m.proto” isn't one of this schema's references");
    }

    private static string Problem(string text) =>
        ProtobufReading.Read(text).ShouldBeOfType<ProtobufRead.Broken>().Faults[0].Message;

    private static ProtobufSchema Fine(string text, params (string Name, ProtobufSchema Schema)[] references) =>
        ProtobufReading.Read(text, references).ShouldBeOfType<ProtobufRead.Fine>().Schema;

    private static IEnumerable<string> AnyFields(
        string text,
        params (string Name, ProtobufSchema Schema)[] references
    ) => ProtobufFields.Of(Fine(text, references)).Select(field => field.Path);
}
