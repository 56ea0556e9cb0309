using Bunit;
using Microsoft.AspNetCore.Components;
using Microsoft.AspNetCore.Components.Web;
using Microsoft.Extensions.DependencyInjection;
using Portal.Web.Parts;

namespace Portal.Tests.Web;

public sealed class TableTests : PartTests
{
    private sealed record Row(string Name, long? Size);

    private static readonly IReadOnlyList<Row> _rows = [new("orders", 30), new("refunds", null), new("events", 200)];

    [Fact]
    public void The_order_is_what_the_address_says() => Names(Table("-size")).ShouldBe(["events", "orders", "refunds"]);

    [Fact]
    public void What_is_not_known_comes_last_either_way() =>
        Names(Table("size")).ShouldBe(["orders", "events", "refunds"]);

    [Fact]
    public void Without_an_order_in_the_address_the_default_holds() =>
        Names(Table(null)).ShouldBe(["events", "orders", "refunds"]);

    [Fact]
    public void A_heading_is_a_link_to_the_order_and_says_which_one_holds()
    {
        var table = Table("name");
        var headings = table.FindAll("thead th");
        headings[0].GetAttribute("aria-sort").ShouldBe("ascending");
        headings[0].QuerySelector("a")!.GetAttribute("href")!.ShouldEndWith("?sort=-name");
        headings[1].GetAttribute("aria-sort").ShouldBeNull();
        headings[1].QuerySelector("a")!.GetAttribute("href")!.ShouldEndWith("?sort=-size");
    }

    [Fact]
    public void An_excerpt_keeps_its_own_order_and_offers_no_other()
    {
        var table = Render<DataTable<Row>>(p =>
            p.Add(t => t.Items, _rows)
                .Add(t => t.Key, row => row.Name)
                .Add(t => t.Label, "Topics")
                .Add(t => t.DefaultSort, "-size")
                .Add(t => t.IsExcerpt, true)
                .Add(t => t.ChildContent, Columns)
        );

        Names(table).ShouldBe(["events", "orders", "refunds"]);
        table.FindAll("thead a").ShouldBeEmpty();
        table.FindAll("thead th").Select(heading => heading.TextContent.Trim()).ShouldBe(["Name", "Size"]);
    }

    [Fact]
    public void The_cell_that_names_the_row_is_its_header_and_numbers_stand_right()
    {
        var row = Table("name").Find("tbody tr");
        row.QuerySelector("th")!.GetAttribute("scope").ShouldBe("row");
        row.QuerySelector("td")!.ClassList.ShouldContain("quantity");
        row.GetAttribute("tabindex").ShouldBe("-1");
    }

    [Fact]
    public void A_table_is_put_in_order_once_however_many_columns_it_has()
    {
        var asked = 0;
        Render<DataTable<Row>>(p =>
            p.Add(t => t.Label, "Topics")
                .Add(t => t.Items, _rows)
                .Add(t => t.Key, row => row.Name)
                .Add(t => t.Sort, "c0")
                .AddChildContent(builder =>
                {
                    foreach (var i in Enumerable.Range(0, 8))
                    {
                        builder.OpenComponent<Column<Row>>(0);
                        builder.AddComponentParameter(1, nameof(Column<Row>.Title), $"c{i}");
                        builder.AddComponentParameter(2, nameof(Column<Row>.Sort), $"c{i}");
                        builder.AddComponentParameter(
                            3,
                            nameof(Column<Row>.By),
                            (Func<Row, IComparable?>)(
                                row =>
                                {
                                    asked++;
                                    return row.Name;
                                }
                            )
                        );
                        builder.AddComponentParameter(
                            4,
                            nameof(Column<Row>.ChildContent),
                            (RenderFragment<Row>)(row => cell => cell.AddContent(0, row.Name))
                        );
                        builder.CloseComponent();
                    }
                })
        );

        asked.ShouldBe(_rows.Count);
    }

    [Fact]
    public void Rows_hold_still_while_the_pointer_is_over_them()
    {
        var steady = new SteadyOrder<Row, string>(row => row.Name);
        var now = Clock.GetUtcNow();
        steady.Arrange([new("a", 1), new("b", 2)], now);
        steady.Hold(now);
        steady.Arrange([new("new", 9), new("b", 5), new("a", 1)], now).Select(r => r.Name).ShouldBe(["a", "b", "new"]);
        steady.Release();
        steady.Arrange([new("new", 9), new("b", 5), new("a", 1)], now).Select(r => r.Name).ShouldBe(["new", "b", "a"]);
    }

    [Fact]
    public void An_order_that_is_chosen_with_the_pointer_on_the_table_holds_at_once_and_is_kept_then()
    {
        var table = Table("-size");
        table.Find(".table-scroll").PointerEnter(new PointerEventArgs());

        table.Render(p => p.Add(t => t.Sort, "name"));
        Names(table).ShouldBe(["events", "orders", "refunds"]);
        table.Find("thead th").GetAttribute("aria-sort").ShouldBe("ascending");
        table.Render(p => p.Add(t => t.Sort, "-name"));
        Names(table).ShouldBe(["refunds", "orders", "events"]);

        table.Render(p => p.Add(t => t.Items, [.. _rows, new Row("tickets", 1)]));
        Names(table).ShouldBe(["refunds", "orders", "events", "tickets"]);
    }

    [Fact]
    public void A_pointer_that_is_left_on_the_table_keeps_its_rows_in_place_for_half_a_minute()
    {
        IReadOnlyList<Row> worse = [new("orders", 900), new("refunds", null), new("events", 200)];
        var table = Table("-size");
        table.Find(".table-scroll").PointerEnter(new PointerEventArgs());

        Clock.Pass(TimeSpan.FromSeconds(29));
        table.Render(p => p.Add(t => t.Items, worse));
        Names(table).ShouldBe(["events", "orders", "refunds"]);

        Clock.Pass(TimeSpan.FromSeconds(1));
        table.Render(p => p.Add(t => t.Items, worse));
        Names(table).ShouldBe(["orders", "events", "refunds"]);
    }

    [Fact]
    public void A_click_or_a_focus_in_the_table_keeps_its_rows_in_place_for_another_half_minute()
    {
        IReadOnlyList<Row> worse = [new("orders", 900), new("refunds", null), new("events", 200)];
        var table = Table("-size");
        table.Find(".table-scroll").PointerEnter(new PointerEventArgs());

        Clock.Pass(TimeSpan.FromSeconds(29));
        table.Find(".table-scroll").PointerDown(new PointerEventArgs());
        Clock.Pass(TimeSpan.FromSeconds(29));
        table.Render(p => p.Add(t => t.Items, worse));
        Names(table).ShouldBe(["events", "orders", "refunds"]);

        table.Find(".table-scroll").FocusIn(new FocusEventArgs());
        Clock.Pass(TimeSpan.FromSeconds(29));
        table.Render(p => p.Add(t => t.Items, worse));
        Names(table).ShouldBe(["events", "orders", "refunds"]);

        Clock.Pass(TimeSpan.FromSeconds(1));
        table.Render(p => p.Add(t => t.Items, worse));
        Names(table).ShouldBe(["orders", "events", "refunds"]);
    }

    [Fact]
    public void Filters_say_what_is_chosen_and_tell_when_that_changes()
    {
        IReadOnlyCollection<string> chosen = ["a"];
        var filter = Render<Filter<string>>(p =>
            p.Add(f => f.Name, "Team")
                .Add(f => f.Options, [new("a", "Orders", 3), new("b", "Fraud", 4)])
                .Add(f => f.Chosen, chosen)
                .Add(
                    f => f.ChosenChanged,
                    EventCallback.Factory.Create<IReadOnlyCollection<string>>(this, now => chosen = now)
                )
        );
        filter.Find("summary").TextContent.ShouldBe("Team: Orders");
        filter.FindAll("input")[1].Change(true);
        chosen.ShouldBe(["a", "b"]);
    }

    [Fact]
    public void Tabs_are_links_and_the_first_one_needs_no_word_in_the_address()
    {
        Services.GetRequiredService<NavigationManager>().NavigateTo("/topics/local/orders?tab=history");
        var tabs = Render<Tabs>(p =>
            p.Add(t => t.Of, [new("overview", "Overview"), new("history", "History", 3)]).Add(t => t.Open, "history")
        );
        var links = tabs.FindAll("a");
        links[0].GetAttribute("href")!.ShouldEndWith("/topics/local/orders");
        links[1].GetAttribute("aria-current").ShouldBe("page");
        links[1].TextContent.ShouldBe("History 3");
    }

    private static IReadOnlyList<string> Names(IRenderedComponent<DataTable<Row>> table) =>
        [.. table.FindAll("tbody th").Select(cell => cell.TextContent)];

    private IRenderedComponent<DataTable<Row>> Table(string? sort) =>
        Render<DataTable<Row>>(p =>
            p.Add(t => t.Items, _rows)
                .Add(t => t.Key, row => row.Name)
                .Add(t => t.Label, "Topics")
                .Add(t => t.Sort, sort)
                .Add(t => t.DefaultSort, "-size")
                .Add(t => t.ChildContent, Columns)
        );

    private static readonly RenderFragment Columns = builder =>
    {
        builder.OpenComponent<Column<Row>>(0);
        builder.AddAttribute(1, "Title", "Name");
        builder.AddAttribute(2, "Sort", "name");
        builder.AddAttribute(3, "Names", true);
        builder.AddAttribute(4, "By", (Func<Row, IComparable?>)(row => row.Name));
        builder.AddAttribute(5, "ChildContent", (RenderFragment<Row>)(row => b => b.AddContent(0, row.Name)));
        builder.CloseComponent();
        builder.OpenComponent<Column<Row>>(6);
        builder.AddAttribute(7, "Title", "Size");
        builder.AddAttribute(8, "Sort", "size");
        builder.AddAttribute(9, "Quantity", true);
        builder.AddAttribute(10, "LargestFirst", true);
        builder.AddAttribute(11, "By", (Func<Row, IComparable?>)(row => row.Size));
        builder.AddAttribute(12, "ChildContent", (RenderFragment<Row>)(row => b => b.AddContent(0, $"{row.Size}")));
        builder.CloseComponent();
    };
}
