using Bunit;
using Portal.Core.Schemas;
using Portal.Web.Features.Schemas;

namespace Portal.Tests.Web;

/// <summary>The list of subjects: what is wrong first, and environments told apart only where there are several.</summary>
public sealed class SchemaTableTests : PartTests
{
    [Fact]
    public void What_is_wrong_comes_first_then_the_names()
    {
        var rows = new[] { Row("a-value"), Row("b-value", drifts: 1), Row("c-value"), Row("d-value", drifts: 1) };

        Table(rows)
            .FindAll("tbody th")
            .Select(cell => cell.TextContent)
            .ShouldBe(["b-value", "d-value", "a-value", "c-value"]);
    }

    [Fact]
    public void An_environment_that_all_rows_share_is_plain_text()
    {
        Table(Row("a-value"), Row("b-value")).FindAll(".env").ShouldBeEmpty();
        Table(Row("a-value"), Row("b-value", environment: "dev")).FindAll(".env").Count.ShouldBe(2);
    }

    [Fact]
    public void A_row_that_a_field_was_found_in_names_it()
    {
        var fields = new Dictionary<(string, string), string>
        {
            [("prod", "a-value")] = "id",
            [("prod", "id-value")] = "id",
        };
        var cells = Render<SchemaTable>(p =>
                p.Add(t => t.Rows, [Row("a-value"), Row("id-value")]).Add(t => t.Fields, fields).Add(t => t.Words, "id")
            )
            .FindAll("tbody th");

        cells.Select(cell => cell.TextContent).ShouldBe(["a-value · field id", "id-value"]);
    }

    private IRenderedComponent<SchemaTable> Table(params SchemaRow[] rows) =>
        Render<SchemaTable>(p => p.Add(t => t.Rows, rows).Add(t => t.ShowEnvironment, true));

    private SchemaRow Row(string subject, string environment = "prod", int drifts = 0) =>
        new(
            environment,
            environment,
            subject,
            SchemaType.Avro,
            new SchemaVersion(1, 1),
            null,
            Clock.GetUtcNow(),
            "payments",
            "Payments",
            drifts
        );
}
