using System.Text.RegularExpressions;
using AngleSharp.Dom;
using AngleSharp.Html.Dom;
using Portal.Tests.Api;

namespace Portal.Tests.Pages;

/// <summary>What a page offers to somebody.</summary>
/// <param name="Template">Its route, as <c>/topics/{Cluster}/{Name}</c>.</param>
/// <param name="IsDenied">It, or a region of it, says that it isn't for them.</param>
/// <param name="Tabs">Addresses of its views; none for a view itself.</param>
/// <param name="Links">Addresses on this site that it leads to, the frame around it included: other pages, and its views.</param>
/// <param name="Buttons">What its own buttons say, without figures.</param>
internal sealed partial record DrawnPage(
    string Template,
    string Address,
    SingleRole For,
    bool IsDenied,
    IReadOnlyList<string> Tabs,
    IReadOnlyList<string> Links,
    IReadOnlyList<string> Buttons
)
{
    // Tabs name the whole address.
    private static readonly Uri Site = new("http://127.0.0.1");

    public static DrawnPage Of(string template, string address, SingleRole holder, IHtmlDocument html)
    {
        var main = html.QuerySelector("main")!;
        return new(
            template,
            address,
            holder,
            main.QuerySelector(".empty h1 ~ .actions a[href='/role-requests']") is not null,
            address.Contains('?', StringComparison.Ordinal) ? [] : [.. Leads(main.QuerySelectorAll("nav.tabs a"))],
            [
                .. Leads(html.QuerySelectorAll("a")).Where(to => to.Split('?')[0] != address.Split('?')[0]),
                .. Leads(main.QuerySelectorAll("nav.tabs a")),
            ],
            [.. main.QuerySelectorAll("button").Select(Words).Distinct(StringComparer.Ordinal)]
        );
    }

    private static IEnumerable<string> Leads(IEnumerable<IElement> links) =>
        links
            .Select(link => new Uri(Site, link.GetAttribute("href")!))
            .Where(to => to.IsLoopback)
            .Select(to => to.PathAndQuery)
            .Distinct(StringComparer.Ordinal);

    private static string Words(IElement button) =>
        Figures()
            .Replace(
                button.TextContent.Trim() is { Length: > 0 } words ? words : button.GetAttribute("aria-label")!,
                "#"
            );

    [GeneratedRegex(@"\s*[0-9][0-9a-f]*", RegexOptions.None, 1000)]
    private static partial Regex Figures();
}
