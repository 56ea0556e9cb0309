using System.Data.Common;
using Microsoft.EntityFrameworkCore.Diagnostics;
using Npgsql;
using Portal.Core.Changes;
using Portal.Core.Changes.Lists;
using Portal.Tests.Kit;

namespace Portal.Tests.Changes;

/// <summary>A change is shown as it was at one moment, though it moves while it is read.</summary>
public sealed class ConsistentViewTests(ChangeWorld world) : IClassFixture<ChangeWorld>
{
    [Theory]
    [InlineData(1)]
    [InlineData(2)]
    [InlineData(3)]
    public async Task A_change_that_moves_while_it_is_read_is_shown_whole_as_it_was(int after)
    {
        var id = await world.Submit(ChangeWorld.Draft($"moving.{after}"));
        var mover = new BetweenQueries(after, () => world.Plan(id));

        var view = await Details(mover).Get(id, CancellationToken.None);

        mover.HasMoved.ShouldBeTrue();
        view!.Row.State.ShouldBe(ChangeState.Planning);
        view.Plan.ShouldBeNull();
        view.Run.ShouldBeNull();
        view.Timeline.ShouldNotContain(e => e.Kind == "test");
        var later = await world.View(id);
        later.Row.State.ShouldBe(ChangeState.Approved, "it did move");
        later.Run.ShouldNotBeNull();
        later.Version.ShouldNotBe(view.Version);
    }

    private ChangeDetails Details(IInterceptor interceptor) =>
        new(new InterceptedStore(world.Get<NpgsqlDataSource>(), interceptor), TestKinds.All);

    /// <summary>Does something once, when so many queries have been answered.</summary>
    private sealed class BetweenQueries(int after, Func<Task> what) : DbCommandInterceptor
    {
        private int _answered;

        public bool HasMoved => _answered >= after;

        public override async ValueTask<InterceptionResult> DataReaderClosingAsync(
            DbCommand command,
            DataReaderClosingEventData eventData,
            InterceptionResult result
        )
        {
            if (Interlocked.Increment(ref _answered) == after)
            {
                await what();
            }

            return result;
        }
    }
}
