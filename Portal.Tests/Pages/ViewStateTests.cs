using Portal.Tests.Api;
using Portal.Web;
using Portal.Web.Pages;

namespace Portal.Tests.Pages;

/// <summary>What every page's model has in common: how it begins, and how it says that it failed.</summary>
public sealed class ViewStateTests(PortalWeb web) : IClassFixture<PortalWeb>
{
    private static readonly PageError _wrong = new("It broke", "The store is away.", "Try again.");

    public static TheoryData<Type> Models =>
        [
            .. typeof(App)
                .Assembly.GetTypes()
                .Where(type => type.IsAssignableTo(typeof(IPageModel)) && !type.IsAbstract && !type.IsInterface),
        ];

    [Theory, MemberData(nameof(Models))]
    public async Task A_model_begins_with_loading_and_hands_nothing_over_before_it_is_ready(Type type)
    {
        await using var seat = await Seat.Of(web, "ada");

        var model = seat.Model(type);

        StateOf(model).ShouldBe("Loading");
        model.Carried.ShouldBeNull();
    }

    [Theory, MemberData(nameof(Models))]
    public async Task A_model_that_failed_says_what_happened_why_and_what_to_do(Type type)
    {
        await using var seat = await Seat.Of(web, "ada");
        var model = seat.Model(type);
        var changes = 0;
        model.Changed += () => changes++;

        model.Break(_wrong, keepShown: true);

        StateOf(model).ShouldBe("Broken", "nothing was shown yet that could be kept");
        changes.ShouldBe(1);
    }

    private static string StateOf(IPageModel model) =>
        model.GetType().GetProperty("State")!.GetValue(model)!.GetType().Name;
}
