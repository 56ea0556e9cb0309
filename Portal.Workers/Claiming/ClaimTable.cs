namespace Portal.Workers.Claiming;

/// <summary>
/// The statements by which rows of one table are claimed. Every time in them is the database's: the clocks of workers and of
/// who asks need not agree with it or with one another. The table has the columns fence, owner, lease_until, retry_at,
/// first_failed_at and status_message. A claim is held under its fence and by its owner: a store that failed over may have lost the last
/// claims, and gives their fences once more.
/// </summary>
public sealed class ClaimTable
{
    private readonly string _held;

    /// <param name="key">The table's key.</param>
    /// <param name="nextFence">A fence that no claim on the row <c>r</c> has had.</param>
    /// <param name="workable">Which rows there is something to do for, of those that are due; the row is <c>w</c>.</param>
    /// <param name="columns">What a claim has of the row <c>r</c>, named as its members are.</param>
    /// <param name="hurries">Of which rows a person decided something while they were tried: they are due at once though the try failed.</param>
    public ClaimTable(
        string name,
        string key,
        string nextFence,
        string workable,
        string columns,
        string hurries = "false"
    )
    {
        // now() is when the transaction began: a worker that slept inside it would still see its lease as alive.
        _held =
            $"from {name} where {key} = {{0}} and fence = {{1}} and owner = {{2}} and lease_until > clock_timestamp()";
        // Materialized: a subquery may be carried out again for each row that it is joined with, and passes those it has locked.
        Take = $$"""
            with due as materialized (
                select w.{{key}} from {{name}} w
                where w.retry_at <= clock_timestamp() and (w.lease_until is null or w.lease_until <= clock_timestamp())
                  and {{workable}}
                order by w.retry_at limit 1
                for update skip locked
            )
            update {{name}} r
            set fence = {{nextFence}}, owner = {0}, lease_until = clock_timestamp() + {1}
            from due
            where r.{{key}} = due.{{key}}
            returning {{columns}}
            """;
        Renew = $$"""
            update {{name}} set lease_until = clock_timestamp() + {2}
            where {{key}} = {0} and fence = {1} and owner = {3} and lease_until > clock_timestamp()
            """;
        GiveBack = $$"""
            update {{name}}
            set owner = null, lease_until = null, retry_at = greatest(retry_at, clock_timestamp() + {2})
            where {{key}} = {0} and fence = {1} and owner = {3} and lease_until is not null
            """;
        Park = $$"""
            update {{name}} set
                first_failed_at = coalesce(first_failed_at, clock_timestamp()),
                retry_at = clock_timestamp() + case when {{hurries}} and not {6} then interval '0'
                    else least(greatest(clock_timestamp() - first_failed_at, {2}), {3}) end,
                owner = null, lease_until = null, status_message = {5}
            where {{key}} = {0} and fence = {1} and owner = {7} and lease_until > clock_timestamp()
              and coalesce(clock_timestamp() - first_failed_at, interval '0') < {4}
            """;
        Answered = $$"""
            update {{name}} set first_failed_at = null
            where {{key}} = {0} and fence = {1} and owner = {2} and first_failed_at is not null
            """;
    }

    /// <summary>Of the workable rows the one that has been due longest, for an owner and a length. Two at once never get the same one.</summary>
    public string Take { get; }

    /// <summary>By key, fence, length and owner. A lease that is over is never revived: another worker may have begun.</summary>
    public string Renew { get; }

    /// <summary>By key, fence, pause and owner.</summary>
    public string GiveBack { get; }

    /// <summary>By key, fence, first pause, longest pause, the time after which it is given up, the words for it, whether the try knew what was decided, and owner.</summary>
    public string Park { get; }

    /// <summary>By key, fence and owner.</summary>
    public string Answered { get; }

    /// <summary>By key, fence and owner: keeps the row until the transaction is over, so that nobody can claim it; no row where the claim is over.</summary>
    /// <param name="columns">What is read of it on the way.</param>
    public string Pass(string columns) => $"select {columns} {_held} for no key update";
}
