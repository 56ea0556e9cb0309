using Portal.Core.Schemas;
using Portal.Schemas.Compatibility;
using Portal.Web.Features.Schemas;

namespace Portal.Tests.Web;

/// <summary>Which subjects the list's filters leave.</summary>
public sealed class SchemaQueryTests
{
    private static readonly SchemaRow Row = new(
        "main",
        "prod",
        "orders-value",
        SchemaType.Avro,
        new SchemaVersion(1, 1),
        null,
        null,
        "payments",
        "Payments",
        0
    );

    [Theory]
    [InlineData("", "", "", "", true)]
    [InlineData("ORDERS", "", "", "", true)]
    [InlineData("payments", "", "", "", true)]
    [InlineData("refunds", "", "", "", false)]
    [InlineData("", "payments,fraud", "", "", true)]
    [InlineData("", "fraud", "", "", false)]
    [InlineData("", "", "AVRO", "", true)]
    [InlineData("", "", "JSON,PROTOBUF", "", false)]
    [InlineData("", "", "", "BACKWARD", true)]
    [InlineData("", "", "", "FULL,NONE", false)]
    [InlineData("orders", "payments", "AVRO", "BACKWARD", true)]
    [InlineData("orders", "payments", "AVRO", "FULL", false)]
    public void Each_filter_narrows_what_the_others_leave(
        string words,
        string team,
        string type,
        string level,
        bool isTaken
    ) =>
        new SchemaQuery(null, words, List(team), List(type), List(level))
            .Takes(Row, field: null, CompatibilityLevel.Backward)
            .ShouldBe(isTaken);

    [Fact]
    public void A_subject_is_taken_for_its_field_and_one_of_unknown_level_for_no_level()
    {
        new SchemaQuery(null, "note", [], [], []).Takes(Row, "order.note", level: null).ShouldBeTrue();
        new SchemaQuery(null, null, [], [], ["NONE"]).Takes(Row, field: null, level: null).ShouldBeFalse();
    }

    private static string[] List(string words) => words.Split(',', StringSplitOptions.RemoveEmptyEntries);
}
