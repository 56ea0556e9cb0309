using Bunit;
using Portal.Web.Parts;

namespace Portal.Tests.Web;

public sealed class ResourceNameTests : BunitContext
{
    [Theory]
    [InlineData("orders", "orders")]
    [InlineData("orders.paid-v2_dlq", "orders.|paid-|v2_|dlq")]
    [InlineData("__consumer_offsets", "__|consumer_|offsets")]
    [InlineData("Grow orders.paid to 12 partitions", "Grow orders.|paid to 12 partitions")]
    [InlineData("Rolled back. Again", "Rolled back. Again")]
    [InlineData("", "")]
    public void A_name_breaks_after_its_separators_only(string name, string parts) =>
        Shown(name).InnerHtml.Replace("<wbr>", "|", StringComparison.Ordinal).ShouldBe(parts);

    [Fact]
    public void A_part_that_no_column_holds_breaks_anywhere()
    {
        var name = Shown($"orders.{new string('x', 200)}");

        name.QuerySelector(".endless")!.TextContent.Length.ShouldBe(200);
        name.TextContent.Length.ShouldBe(207);
    }

    [Fact]
    public void A_name_is_words_and_never_markup() => Shown("a<b>.c").TextContent.ShouldBe("a<b>.c");

    private AngleSharp.Dom.IElement Shown(string name) =>
        Render<ResourceName>(p => p.Add(n => n.Of, name)).Find(".resource-name");
}
