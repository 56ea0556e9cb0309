using FsCheck;
using FsCheck.Fluent;
using Portal.Schemas.Avro;
using Portal.Schemas.Avro.Data;
using Portal.Tests.Schemas.Decoding;

namespace Portal.Tests.Schemas;

public sealed class AvroDataTests
{
    private static readonly Config Many = Config.QuickThrowOnFailure.WithMaxTest(3000);
    private static readonly Arbitrary<int> Seeds = Gen.Choose(0, int.MaxValue).ToArbitrary();

    [Fact]
    public void What_is_written_is_read_back_as_it_was() =>
        Prop.ForAll(
                Seeds,
                seed =>
                {
                    var samples = new AvroSamples(seed);
                    var schema = Read(samples.Schema());
                    var value = samples.Value(schema);
                    return new AvroDecoding(schema, schema).Read(AvroOutput.Write(schema, value)).Equals(value);
                }
            )
            .Check(Many);

    [Fact]
    public void What_is_called_readable_is_read_and_is_a_value_of_the_readers_schema()
    {
        var readable = 0;
        Prop.ForAll(
                Seeds,
                seed =>
                {
                    var samples = new AvroSamples(seed);
                    var (reader, writer) = (Read(samples.Schema()), Read(samples.Schema()));
                    var resolution = new AvroResolution(reader, writer);
                    if (!resolution.CanRead)
                    {
                        return resolution.Mismatches().Count > 0;
                    }

                    readable++;
                    var seen = new AvroDecoding(reader, writer).Read(AvroOutput.Write(writer, samples.Value(writer)));
                    return AvroOutput.Write(reader, seen).Length >= 0;
                }
            )
            .Check(Many);
        readable.ShouldBeGreaterThan(100);
    }

    [Fact]
    public void Damaged_data_is_refused_and_nothing_else_goes_wrong() =>
        Prop.ForAll(
                Seeds,
                seed =>
                {
                    var samples = new AvroSamples(seed);
                    var schema = Read(samples.Schema());
                    var bytes = AvroOutput.Write(schema, samples.Value(schema));
                    var chance = new Random(seed);
                    foreach (var i in Enumerable.Range(0, bytes.Length))
                    {
                        var damaged = bytes.ToArray();
                        damaged[i] = (byte)chance.Next(256);
                        try
                        {
                            _ = new AvroDecoding(schema, schema).Read(damaged);
                        }
                        catch (InvalidDataException)
                        {
                            // which is how it is refused
                        }
                    }
                }
            )
            .Check(Config.QuickThrowOnFailure.WithMaxTest(300));

    [Theory]
    [InlineData("an array of a million of millions", """{"type": "array", "items": "null"}""", "FF FF FF FF FF 3F 00")]
    [InlineData("block after block of nothing", """{"type": "array", "items": "null"}""", "FE 7F FE 7F FE 7F 00")]
    [InlineData(
        "a block of the smallest number there is",
        """{"type": "array", "items": "null"}""",
        "FF FF FF FF FF FF FF FF FF 01 00 00"
    )]
    [InlineData(
        "a record that holds itself",
        """{"type": "record", "name": "R", "fields": [{"name": "a", "type": "R"}]}""",
        ""
    )]
    public void What_a_few_bytes_announce_without_end_is_refused(string what, string text, string hex)
    {
        var schema = Read(text);

        Should.Throw<InvalidDataException>(
            () =>
                new AvroDecoding(schema, schema).Read(
                    Convert.FromHexString(hex.Replace(" ", "", StringComparison.Ordinal))
                ),
            what
        );
    }

    [Fact]
    public void A_list_of_hundreds_of_nodes_is_read()
    {
        var schema = Read(
            """{"type": "record", "name": "Node", "fields": [{"name": "next", "type": ["null", "Node"]}]}"""
        );
        var bytes = Enumerable.Repeat((byte)2, 400).Append((byte)0).ToArray();

        var list = new AvroDecoding(schema, schema).Read(bytes);

        AvroOutput.Write(schema, list).ShouldBe(bytes);
    }

    [Fact]
    public void A_reader_sees_wider_types_defaults_and_its_own_names()
    {
        var writer = Read(
            """
            {"type": "record", "name": "Order", "fields": [
              {"name": "id", "type": "int"}, {"name": "gone", "type": {"type": "array", "items": "string"}},
              {"name": "state", "type": {"type": "enum", "name": "State", "symbols": ["NEW", "PAID"]}}]}
            """
        );
        var reader = Read(
            """
            {"type": "record", "name": "Order", "fields": [
              {"name": "number", "aliases": ["id"], "type": "double"}, {"name": "note", "type": "string", "default": "none"},
              {"name": "state", "type": ["null", {"type": "enum", "name": "State", "symbols": ["NEW", "OTHER"], "default": "OTHER"}]}]}
            """
        );
        // 7; one item "x"; symbol 1
        byte[] bytes = [14, 2, 2, (byte)'x', 0, 2];

        var seen = new AvroDecoding(reader, writer).Read(bytes).ShouldBeOfType<AvroValue.Record>();

        seen.Fields.ShouldBe([
            new("number", new AvroValue.Double(7)),
            new("note", new AvroValue.Text("none")),
            new("state", new AvroValue.Symbol("State", "OTHER")),
        ]);
    }

    private static AvroSchema Read(string text) =>
        AvroReading.Read(text) switch
        {
            AvroRead.Fine fine => fine.Schema,
            AvroRead.Broken broken => throw new InvalidOperationException($"{broken.Faults[0]} in {text}"),
            _ => throw new InvalidOperationException(text),
        };
}
