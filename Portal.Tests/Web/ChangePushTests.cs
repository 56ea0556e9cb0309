using Microsoft.Extensions.Logging.Abstractions;
using Npgsql;
using Portal.Core;
using Portal.Core.Changes;
using Portal.Core.Store;
using Portal.Tests.Kit;
using Portal.Tests.Pages;
using Portal.Web.Live;

namespace Portal.Tests.Web;

/// <summary>What a person waits for is pushed at once, to the pages it concerns and to no other.</summary>
public sealed class ChangePushTests(PostgresDatabase database)
    : IClassFixture<PostgresDatabase>,
        IAsyncLifetime,
        IDisposable
{
    private static readonly ChangeId Mine = new(7);
    private readonly NpgsqlDataSource _store = NpgsqlDataSource.Create(database.ConnectionString);
    private ChangeNotifications _notifications = null!;

    public async Task InitializeAsync()
    {
        _notifications = new ChangeNotifications(_store, TimeProvider.System, NullLogger<ChangeNotifications>.Instance);
        await _notifications.StartAsync(CancellationToken.None);
        await Deadline.Until(() => _notifications.Count == 1);
    }

    public async Task DisposeAsync()
    {
        await _notifications.StopAsync(CancellationToken.None);
        await _store.DisposeAsync();
    }

    public void Dispose() => _notifications.Dispose();

    [Fact]
    public async Task Each_move_of_a_change_is_on_its_page_within_a_tenth_of_a_second()
    {
        var clock = new HandClock();
        var pushes = 0;
        using var watch = Watch(notice => notice.Id == Mine, () => Interlocked.Increment(ref pushes), clock);

        await Notify(new ChangeNotification(Mine, ChangeState.Planning));
        await Deadline.Until(() => Volatile.Read(ref pushes) == 1);
        await Notify(new ChangeNotification(Mine, ChangeState.Applied));
        await Deadline.Until(() => clock.Timers == 1);
        clock.Pass(TimeSpan.FromMilliseconds(100));

        Volatile.Read(ref pushes).ShouldBe(2);
    }

    [Fact]
    public async Task A_change_that_moves_pushes_nothing_to_the_page_of_another()
    {
        var pushes = 0;
        using var watch = Watch(notice => notice.Id == Mine, () => Interlocked.Increment(ref pushes));

        await Notify(new ChangeNotification(new ChangeId(8), ChangeState.Applied));
        await Notify(new ChangeNotification(new ChangeId(9), null));
        await Received(3);

        Volatile.Read(ref pushes).ShouldBe(0);
    }

    [Fact]
    public async Task The_progress_of_a_run_is_pushed_to_no_list()
    {
        var pushes = 0;
        using var watch = Watch(null, () => Interlocked.Increment(ref pushes));

        await Notify(new ChangeNotification(Mine, null));
        await Received(2);
        Volatile.Read(ref pushes).ShouldBe(0);

        await Notify(new ChangeNotification(Mine, ChangeState.Stuck));
        await Deadline.Until(() => Volatile.Read(ref pushes) == 1);
    }

    [Fact]
    public async Task What_else_waits_for_people_is_pushed_also_to_the_page_of_a_change()
    {
        var pushes = 0;
        using var watch = Watch(notice => notice.Id == Mine, () => Interlocked.Increment(ref pushes));

        await using var command = _store.CreateCommand(
            $"select pg_notify('{StoreChannel.Shown}', '{StoreChannel.People}')"
        );
        await command.ExecuteNonQueryAsync();

        await Deadline.Until(() => Volatile.Read(ref pushes) == 1);
        _notifications.Count.ShouldBe(2);
    }

    [Theory]
    [InlineData(ChangeState.Checking, false)]
    [InlineData(ChangeState.PendingApproval, true)]
    [InlineData(ChangeState.Approved, true)]
    [InlineData(ChangeState.Rejected, true)]
    [InlineData(ChangeState.Stale, true)]
    [InlineData(ChangeState.Applying, false)]
    [InlineData(ChangeState.Applied, false)]
    [InlineData(null, false)]
    public void The_count_of_approvals_is_read_again_when_one_may_be_needed_or_no_longer(
        ChangeState? moved,
        bool read
    ) => new ChangeNotification(Mine, moved).ConcernsApprovers.ShouldBe(read);

    [Fact]
    public void Every_state_is_read_as_it_was_sent()
    {
        foreach (var state in Enum.GetValues<ChangeState>())
        {
            var sent = new ChangeNotification(Mine, state);
            ChangeNotification.Read(sent.Payload).ShouldBe(sent);
        }

        ChangeNotification.Read("change:7").ShouldBe(new ChangeNotification(Mine, null));
        ChangeNotification.Read("cluster:7").ShouldBeNull();
        ChangeNotification.Read("change:x:applied").ShouldBeNull();
        ChangeNotification.Read("change:7:melted").ShouldBeNull();
    }

    private IDisposable Watch(Func<ChangeNotification, bool>? concerns, Action changed, TimeProvider? time = null) =>
        new Liveness(_notifications, new HandHealth(), time ?? TimeProvider.System).Watch(
            new Interest(LiveOn.Changes, Concerns: concerns),
            Done.After(changed),
            _notifications.Count
        );

    private Task Received(long count) => Deadline.Until(() => _notifications.Count == count);

    private async Task Notify(ChangeNotification notice)
    {
        await using var command = _store.CreateCommand("select pg_notify('portal_snapshot', $1)");
        command.Parameters.AddWithValue(notice.Payload);
        await command.ExecuteNonQueryAsync();
    }
}
