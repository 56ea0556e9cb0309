using Microsoft.EntityFrameworkCore;
using Microsoft.Extensions.DependencyInjection;
using Portal.Core;
using Portal.Core.People;
using Portal.Core.Store;
using Portal.Tests.Api;
using Portal.Tests.Pages;

namespace Portal.Tests.Acts;

/// <summary>A portal in which everybody tries everything, and what its store holds.</summary>
public sealed class ActWorld : WatchedWeb
{
    private string? _digest;

    /// <summary>Acts as somebody, and gives what they are refused with; null when they aren't.</summary>
    internal delegate Task<Refusal?> Act(KnownCaller who);

    internal static Act Does<TService, T>(ActWorld world, Func<TService, KnownCaller, Task<Outcome<T>>> act)
        where TService : notnull =>
        async who =>
        {
            await using var scope = world.Services.CreateAsyncScope();
            return (await act(scope.ServiceProvider.GetRequiredService<TService>(), who)) is Outcome<T>.Refused(var why)
                ? why
                : null;
        };

    internal Task<KnownCaller> Caller(string handle) => RoleRequestsOf.Caller(this, handle);

    public override async Task InitializeAsync()
    {
        await base.InitializeAsync();
        await SingleRole.Plant(this);
    }

    /// <summary>Whether anything in the store differs from the last time this was asked.</summary>
    internal async Task<bool> HasChanged()
    {
        var before = _digest;
        _digest = await Digest();
        return before != _digest;
    }

    // When a session of a browser was last used is written by whoever passes by.
    private async Task<string> Digest()
    {
        await using var db = await Store.CreateDbContextAsync();
        return await db
            .Database.SqlQuery<string>(
                $"""
                select string_agg(tablename || query_to_xml(
                    format('select count(*), sum(hashtextextended(t::text, 0)::numeric) from %I t', tablename),
                    false, true, '')::text, '' order by tablename) as "Value"
                from pg_tables
                where schemaname = 'public' and tablename not in ('browser_session')
                """
            )
            .SingleAsync();
    }
}
