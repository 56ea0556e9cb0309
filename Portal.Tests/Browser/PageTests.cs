using Portal.Tests.Kit;

namespace Portal.Tests.Browser;

/// <summary>Each page, on a desk and on a phone, and in the dark as <see cref="Visit.IsWholeInEveryLook"/> says: nothing wrong on the console, nothing serious for axe, a picture for the guide.</summary>
[Collection(PageWorldTests.Name)]
public sealed class PageTests(PageWorld world)
{
    /// <summary>Name of the picture, address, who looks, and words that are there once the page is.</summary>
    public static TheoryData<string, string, string, string> Pages =>
        new()
        {
            { "topics", "/topics", "ada", "orders" },
            { "topic", $"/topics/{PageWorld.Prod}/orders", "ada", "Consumers" },
            { "request", "/topics/request?name=payments.chargebacks", "ada", "Preview" },
            { "change", "/changes/{waiting}", "grace", "Approvals" },
        };

    /// <summary>Made of the same parts as those of <see cref="Pages"/>.</summary>
    public static TheoryData<string, string, string, string> MorePages =>
        new()
        {
            { "topic-configuration", $"/topics/{PageWorld.Prod}/orders?tab=configuration", "ada", "retention.ms" },
            { "topic-schema", $"/topics/{PageWorld.Prod}/payments.captured?tab=schema", "ada", "currency" },
            { "approvals", "/changes", "grace", "Needs my approval" },
            { "schema", $"/schemas/{PageWorld.Prod}/{PageWorld.Subject}", "ada", "currency" },
            { "cluster-edit", $"/clusters/{PageWorld.Prod}/edit", "sam", "Bootstrap addresses" },
            { "not-found", "/no/such/page", "ada", "Page not found" },
            { "topic-partitions", $"/topics/{PageWorld.Prod}/orders?tab=partitions", "ada", "p0" },
            { "topic-consumers", $"/topics/{PageWorld.Prod}/orders?tab=consumers", "ada", "billing" },
            { "topic-no-schema", $"/topics/{PageWorld.Prod}/orders?tab=schema", "ada", "Request a schema" },
            { "topic-changes", $"/topics/{PageWorld.Prod}/orders?tab=changes", "ada", "Create orders" },
            { "topic-change", $"/topics/{PageWorld.Prod}/orders/change", "ada", "Preview" },
            { "stream-request", "/streams/new?name=payments.chargebacks", "ada", "Value schema" },
            { "schemas", "/schemas", "ada", PageWorld.Subject },
            { "schema-request", "/schemas/request", "ada", "Preview" },
            { "schema-change", $"/schemas/{PageWorld.Prod}/{PageWorld.Subject}/change", "ada", "Preview" },
        };

    [Theory, MemberData(nameof(Pages))]
    public Task A_page_is_whole_and_accessible_in_every_look(string name, string address, string who, string words) =>
        IsWhole(name, address, who, words);

    [LongTheory, MemberData(nameof(MorePages))]
    public Task So_is_one_of_the_same_parts(string name, string address, string who, string words) =>
        IsWhole(name, address, who, words);

    [Fact]
    public Task Its_colours_are_accessible_in_the_dark() => IsAccessibleInTheDark($"/topics/{PageWorld.Prod}/orders");

    [LongTheory]
    [InlineData("/")]
    [InlineData("/changes/{waiting}")]
    public Task So_are_those_of_others(string address) => IsAccessibleInTheDark(address);

    [Fact]
    public async Task A_page_is_drawn_with_its_data_before_any_script_runs()
    {
        await using var visit = await Visit.As(world.Address, "ada");
        var answer = await visit.Page.APIRequest.GetAsync(new Uri(world.Address, "/topics").ToString());
        (await answer.TextAsync()).ShouldContain($"/topics/{PageWorld.Prod}/orders");
    }

    private async Task IsAccessibleInTheDark(string address)
    {
        await using var visit = await Visit.As(world.Address, "grace");
        await visit.Open(Of(address));
        await visit.Show(Look.Night);
        await visit.IsAccessible(Look.Night);
    }

    private async Task IsWhole(string name, string address, string who, string words)
    {
        await using var visit = await Visit.As(world.Address, who);
        if (name == "not-found")
        {
            visit.Forgive(); // Chromium calls the page's own 404 an error
        }

        await visit.Open(Of(address));
        await visit.Sees(words);
        await visit.IsWholeInEveryLook(name);
    }

    private string Of(string address) => address.Replace("{waiting}", $"{world.Waiting}", StringComparison.Ordinal);
}
