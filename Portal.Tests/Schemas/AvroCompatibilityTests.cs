using Portal.Schemas.Avro;
using Portal.Schemas.Compatibility;

namespace Portal.Tests.Schemas;

public sealed class AvroCompatibilityTests
{
    private const string Id = """{"name": "id", "type": "int"}""";
    private const string Number = """{"name": "number", "type": "int", "aliases": ["id"]}""";
    private const string Count = """{"name": "count", "type": "int", "aliases": ["id"]}""";
    private const string Note = """{"name": "note", "type": "string"}""";
    private const string Optional = """{"name": "note", "type": "string", "default": ""}""";

    // Version 1 and what comes after it; each level that refuses it, and for whom.
    [Theory]
    [InlineData(Id, $"{Id}, {Note}", "Backward", "NewReaders")]
    [InlineData(Id, $"{Id}, {Note}", "Forward", "")]
    [InlineData(Id, $"{Id}, {Note}", "Full", "NewReaders")]
    [InlineData($"{Id}, {Note}", Id, "Backward", "")]
    [InlineData($"{Id}, {Note}", Id, "Forward", "OldReaders")]
    [InlineData($"{Id}, {Note}", Id, "Full", "OldReaders")]
    [InlineData(Id, $"{Id}, {Optional}", "Full", "")]
    [InlineData(Id, Note, "Full", "NewReaders OldReaders")]
    [InlineData(Id, Note, "None", "")]
    public void A_level_says_for_whom_a_version_is_broken(string before, string after, string level, string broken) =>
        string.Join(' ', Judge(level, after, before).Select(why => why.Who)).ShouldBe(broken);

    [Theory]
    [InlineData("Backward", "")]
    [InlineData("BackwardTransitive", "1")]
    [InlineData("FullTransitive", "1")]
    [InlineData("None", "")]
    public void A_transitive_level_looks_at_every_version(string level, string versions) =>
        string.Join(' ', Judge(level, $"{Id}, {Note}", Id, $"{Id}, {Note}").Select(why => why.Version))
            .ShouldBe(versions);

    [Fact]
    public void The_sentence_says_who_cannot_read_what_and_where()
    {
        var why = Judge("Full", Note, Id);

        why.Select(w => w.Sentence)
            .ShouldBe([
                "Readers of the new version couldn't read what was written with version 1: note: it isn't in what was written, and has no default.",
                "Readers of version 1 couldn't read what is written with the new one: id: it isn't in what was written, and has no default.",
            ]);
        why[0].Offset.ShouldBe(47);
        why[1].Offset.ShouldBeNull();
    }

    // Avro's Java renames what was written, the last alias counts; the registry looks for each of the reader's fields by itself.
    [Theory]
    [InlineData($"{Id}, {Number}", "id: Avro's Java reads id as number, by its alias, and this has no default.")]
    [InlineData($"{Number}, {Id}", "id: Avro's Java reads id as number, by its alias, and this has no default.")]
    [InlineData($"{Number}, {Count}", "number: Avro's Java reads id as count, by its alias, and this has no default.")]
    [InlineData($"{Count}, {Number}", "count: Avro's Java reads id as number, by its alias, and this has no default.")]
    public void A_written_field_that_two_of_the_reader_s_claim_is_left_to_the_registry_where_the_second_has_no_default(
        string reader,
        string words
    )
    {
        var broken = AvroCompatibility.Unreadable(Read(reader), Read(Id)).ShouldHaveSingleItem();

        (broken.Message, broken.IsCertain, broken.IsPassedOver).ShouldBe((words, false, true));
    }

    [Theory]
    [InlineData($$"""{"name": "id", "type": "int", "default": 0}, {{Number}}""")]
    [InlineData("""{"name": "id", "type": "int", "aliases": ["id"]}""")]
    public void A_default_stands_for_what_an_alias_takes_away_and_a_field_keeps_what_no_other_claims(string reader) =>
        AvroCompatibility.Unreadable(Read(reader), Read(Id)).ShouldBeEmpty();

    [Fact]
    public void A_claimed_field_of_another_type_is_incompatible_as_it_is_for_the_registry() =>
        AvroCompatibility
            .Unreadable(Read($$"""{"name": "id", "type": "string"}, {{Number}}"""), Read(Id))
            .Where(broken => broken.IsCertain)
            .ShouldHaveSingleItem()
            .Message.ShouldBe("id: int can't be read as string.");

    private static IReadOnlyList<Incompatibility> Judge(string level, string after, params string[] before) =>
        CompatibilityJudge.Judge(
            Enum.Parse<CompatibilityLevel>(level),
            Read(after),
            [.. before.Select((fields, i) => (i + 1, Read(fields)))],
            AvroCompatibility.Unreadable
        );

    private static AvroSchema Read(string fields) =>
        AvroReading
            .Read($$"""{"type": "record", "name": "Order", "fields": [{{fields}}]}""")
            .ShouldBeOfType<AvroRead.Fine>()
            .Schema;
}
