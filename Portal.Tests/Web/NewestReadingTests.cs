using Portal.Web.Pages;

namespace Portal.Tests.Web;

/// <summary>A page's answers arrive in any order: what a person did and a live refresh read at the same time.</summary>
public sealed class NewestReadingTests
{
    [Fact]
    public async Task An_older_answer_that_arrives_late_does_not_replace_a_newer_one()
    {
        var model = new Model();
        var (older, newer) = (new TaskCompletionSource<string>(), new TaskCompletionSource<string>());
        var first = model.Load(older.Task);
        var second = model.Load(newer.Task);

        newer.SetResult("Applied");
        await second;
        older.SetResult("Approved");
        await first;

        model.Value.ShouldBe("Applied");
    }

    [Fact]
    public async Task Answers_that_arrive_in_order_are_shown_each()
    {
        var model = new Model();

        await model.Load(Task.FromResult("Approved"));
        model.Value.ShouldBe("Approved");
        await model.Load(Task.FromResult("Applied"));

        model.Value.ShouldBe("Applied");
    }

    private sealed class Model : PageModel<string>
    {
        public Task Load(Task<string> answer) => ShowNewest(async () => new ViewState<string>.Ready(await answer));
    }
}
