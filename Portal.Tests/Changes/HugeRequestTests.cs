using System.Collections;
using Microsoft.EntityFrameworkCore;
using Microsoft.Extensions.Options;
using Portal.Core;
using Portal.Core.Changes.Requests;
using Portal.Core.Resources;
using Portal.Core.Store;

namespace Portal.Tests.Changes;

/// <summary>A request beyond the limit is refused by its length: it costs what one within the limit would.</summary>
public sealed class HugeRequestTests(ChangeWorld world) : IClassFixture<ChangeWorld>
{
    private static readonly ChangeDraft Huge = ChangeWorld.Draft("huge.first") with
    {
        Resources = new Unread(1_000_000),
    };

    [Fact]
    public async Task What_lies_beyond_the_limit_is_not_read_when_it_is_sent()
    {
        var refused = (
            await world.Get<ChangeRequests>().Submit(await world.Engineer(), Huge, CancellationToken.None)
        ).ShouldBeOfType<Outcome<ChangeId>.Refused>();

        refused.Why.Fields!["resources"].ShouldBe("A change holds at most 50 resources; split it.");
    }

    [Fact]
    public async Task Nor_when_its_preview_is_asked_for()
    {
        var forecasts = new Forecasts(
            world.Get<IDbContextFactory<PortalDb>>(),
            world.Get<ResourceKinds>(),
            previews: [],
            Options.Create(new RequestOptions()),
            TimeProvider.System
        );

        var forecast = await forecasts.Of(await world.Engineer(), Huge, replaces: null, CancellationToken.None);

        forecast.Problems["resources"].ShouldBe("A change holds at most 50 resources; split it.");
    }

    /// <summary>As many resources as it says, of which only those within the limit may be looked at.</summary>
    private sealed class Unread(int count) : IReadOnlyList<ResourceDraft>
    {
        public int Count => count;

        public ResourceDraft this[int index] =>
            index < 50
                ? ChangeWorld.Draft($"huge.{index}").Resources[0]
                : throw new InvalidOperationException($"Resource {index} was read, though the request is refused.");

        public IEnumerator<ResourceDraft> GetEnumerator() =>
            Enumerable.Range(0, count).Select(index => this[index]).GetEnumerator();

        IEnumerator IEnumerable.GetEnumerator() => GetEnumerator();
    }
}
