using Portal.Core;
using Portal.Core.Catalogue;
using Portal.Core.Topics;
using Portal.Tests.Pages;

namespace Portal.Tests.Health;

public sealed class OncePerReadingTests
{
    private readonly Sample _sample = new(new DateTimeOffset(2026, 11, 21, 12, 0, 0, TimeSpan.Zero));
    private readonly HandHealth _health = new();
    private readonly Dictionary<(ClusterId, string), ManagedTopic> _managed = [];

    [Fact]
    public void All_viewers_share_what_was_made_until_a_reading_or_what_is_managed_differs()
    {
        using var names = new OncePerReading<string>(_health, (cluster, _) => [cluster.Name]);
        Show(2, "b");
        Show(1, "a");
        var first = names.Of(_managed);

        names.Of(_managed).ShouldBeSameAs(first);
        first.ShouldBe(["a", "b"]);
        names.Of(new Dictionary<(ClusterId, string), ManagedTopic>()).ShouldNotBeSameAs(first);
        Show(3, "c");
        names.Of(_managed).ShouldBe(["a", "b", "c"]);
    }

    [Fact]
    public void A_former_reading_is_kept_by_nobody_though_no_one_looks_again()
    {
        using var rows = new OncePerReading<object>(_health, (_, _) => [new object()]);
        var former = Made(rows);

        Show(1, "newer");
        GC.Collect();

        former.IsAlive.ShouldBeFalse();
    }

    // In a method of its own: a local of the test would keep it.
    [System.Runtime.CompilerServices.MethodImpl(System.Runtime.CompilerServices.MethodImplOptions.NoInlining)]
    private WeakReference Made(OncePerReading<object> rows) => new(rows.Of(_managed));

    private void Show(int id, string name) => _health.Show(_sample.Cluster(new ClusterId(id), name, "dev", [], []));
}
