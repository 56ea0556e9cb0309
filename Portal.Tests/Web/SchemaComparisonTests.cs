using Bunit;
using Portal.Core;
using Portal.Core.Schemas;
using Portal.Web.Features.Schemas;

namespace Portal.Tests.Web;

/// <summary>Any two versions of a subject beside each other, not only neighbours.</summary>
public sealed class SchemaComparisonTests : PartTests
{
    private static readonly string[] Texts =
    [
        Order("""{"name":"id","type":"int"},{"name":"note","type":"string"}"""),
        Order("""{"name":"id","type":"int"},{"name":"price","type":"long","default":0}"""),
        Order("""{"name":"id","type":"long","doc":"Whose."},{"name":"price","type":"long","default":1}"""),
    ];

    [Theory]
    [InlineData(null, null, "id Changed type widened: int → long; description changed · price Changed default: 0 → 1")]
    [InlineData(
        1,
        3,
        "note Removed string · id Changed type widened: int → long; description changed · price Added long, default 1"
    )]
    [InlineData(1, 2, "note Removed string · price Added long, default 0")]
    [InlineData(
        3,
        1,
        "price Removed long · id Changed type: long → int; description changed · note Added string, required"
    )]
    [InlineData(9, 8, "id Changed type widened: int → long; description changed · price Changed default: 0 → 1")]
    public void The_fields_that_differ_between_any_two_are_named(int? from, int? to, string fields)
    {
        var shown = Shown(from, to);

        string.Join(
                " · ",
                shown
                    .FindAll("tbody tr")
                    .Select(row => string.Join(' ', row.Children.Select(cell => cell.TextContent.Trim())))
            )
            .ShouldBe(fields);
        shown.FindAll(".line-added").Count.ShouldBeGreaterThan(0);
    }

    [Fact]
    public void A_version_and_itself_are_no_comparison() =>
        Shown(2, 2).Markup.ShouldContain("Both are version 2. Choose two different versions.");

    [Fact]
    public void The_two_can_be_swapped()
    {
        (int, int)? chosen = null;
        var shown = Shown(1, 3, two => chosen = two);

        shown.Find("button.button").Click();

        chosen.ShouldBe((3, 1));
    }

    private IRenderedComponent<SchemaComparison> Shown(int? from, int? to, Action<(int From, int To)>? go = null)
    {
        var subject = Subject();
        var (first, second) = ComparedVersions.Chosen(subject, from, to)!.Value;
        var fields = SchemaFieldDiff.Of(SchemaType.Avro, first.Text, second.Text);
        return Render<SchemaComparison>(p =>
            p.Add(c => c.Schema, subject)
                .Add(c => c.Compared, new(first, second, fields))
                .Add(c => c.Go, two => go?.Invoke(two))
        );
    }

    private SchemaDetails Subject() =>
        new(
            new("dev", "dev", "orders-value", SchemaType.Avro, new(3, 3), null, Clock.GetUtcNow(), null, null, 0),
            new(new ClusterId(1), "dev", "dev", "http://127.0.0.1", null, Clock.GetUtcNow(), null),
            [.. Texts.Select((text, i) => Version(i + 1, text)).Reverse()],
            null,
            null,
            []
        );

    private SeenSchema Version(int number, string text) =>
        new()
        {
            ClusterId = new ClusterId(1),
            Subject = "orders-value",
            Version = number,
            SchemaId = number,
            Type = SchemaType.Avro,
            Text = text,
            Refs = [],
            FirstSeenAt = Clock.GetUtcNow(),
        };

    private static string Order(string fields) => $$"""{"type":"record","name":"Order","fields":[{{fields}}]}""";
}
