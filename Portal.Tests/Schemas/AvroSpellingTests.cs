using Portal.Core.Schemas;

namespace Portal.Tests.Schemas;

/// <summary>Confluent's registry keeps an Avro schema as Avro for Java writes it, and not as it came.</summary>
public sealed class AvroSpellingTests
{
    [Theory]
    [InlineData("""{"type":"string"}""", "\"string\"")]
    [InlineData(
        """{"type":"record","name":"a.b.Order","fields":[]}""",
        """{"type":"record","name":"Order","namespace":"a.b","fields":[]}"""
    )]
    [InlineData(
        """{"type":"record","name":"Order","namespace":"a","fields":[{"name":"of","type":{"type":"record","name":"Buyer","namespace":"a","fields":[{"name":"id","type":{"type":"long"}}]}}]}""",
        """{"type":"record","name":"Order","namespace":"a","fields":[{"name":"of","type":{"type":"record","name":"Buyer","fields":[{"name":"id","type":"long"}]}}]}"""
    )]
    [InlineData(
        """{"type":"record","name":"Order","namespace":"a","aliases":["a.Old"],"fields":[{"name":"next","type":["null","a.Order"],"default":null,"order":"ascending"}]}""",
        """{"type":"record","name":"Order","namespace":"a","aliases":["Old"],"fields":[{"name":"next","type":["null","Order"],"default":null}]}"""
    )]
    [InlineData(
        """{"type":"array","items":{"type":"map","values":{"type":"int"}}}""",
        """{"type":"array","items":{"type":"map","values":"int"}}"""
    )]
    [InlineData(
        """{"type":"enum","name":"E","namespace":"","symbols":["A"]}""",
        """{"type":"enum","name":"E","symbols":["A"]}"""
    )]
    public void Two_ways_of_writing_are_one_schema(string one, string other) => IsSame(one, other).ShouldBeTrue();

    [Theory]
    [InlineData("""{"type":"string","avro.java.string":"String"}""", "\"string\"")]
    [InlineData("""{"type":"long","logicalType":"timestamp-millis"}""", "\"long\"")]
    [InlineData(
        """{"type":"record","name":"Order","namespace":"a","fields":[]}""",
        """{"type":"record","name":"Order","fields":[]}"""
    )]
    [InlineData(
        """{"type":"record","name":"Order","doc":"One.","fields":[]}""",
        """{"type":"record","name":"Order","fields":[]}"""
    )]
    [InlineData(
        """{"type":"record","name":"O","fields":[{"name":"a","type":"int","default":1}]}""",
        """{"type":"record","name":"O","fields":[{"name":"a","type":"int"}]}"""
    )]
    [InlineData(
        """{"type":"record","name":"O","fields":[{"name":"a","type":"int","order":"descending"}]}""",
        """{"type":"record","name":"O","fields":[{"name":"a","type":"int"}]}"""
    )]
    [InlineData(
        """{"type":"record","name":"O","namespace":"a","fields":[{"name":"p","type":{"type":"record","name":"P","namespace":"b","fields":[{"name":"q","type":"Q"}]}}]}""",
        """{"type":"record","name":"O","namespace":"a","fields":[{"name":"p","type":{"type":"record","name":"P","namespace":"b","fields":[{"name":"q","type":"a.Q"}]}}]}"""
    )]
    [InlineData("""["null","string"]""", """["string","null"]""")]
    public void What_differs_in_more_than_that_is_another(string one, string other) =>
        IsSame(one, other).ShouldBeFalse();

    private static bool IsSame(string one, string other)
    {
        var same = SchemaText.IsSame(SchemaType.Avro, one, other);
        SchemaText.IsSame(SchemaType.Avro, other, one).ShouldBe(same);
        return same;
    }
}
