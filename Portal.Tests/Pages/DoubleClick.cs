using Microsoft.AspNetCore.Components;
using Npgsql;
using Portal.Tests.Api;

namespace Portal.Tests.Pages;

/// <summary>Two clicks of one button, as a circuit takes them: one after the other, the second before the first one's answer.</summary>
internal static class DoubleClick
{
    /// <param name="act">What a click does: it is audited, and nothing can be before both clicks are made.</param>
    public static async Task Of(PortalWeb web, Func<Task> act)
    {
        await using var holder = new NpgsqlConnection(web.StoreConnection);
        await holder.OpenAsync();
        await using var held = await holder.BeginTransactionAsync();
        await using (var hold = new NpgsqlCommand("lock table audit_event in exclusive mode", holder, held))
        {
            await hold.ExecuteNonQueryAsync();
        }

        var both = Dispatcher.CreateDefault().InvokeAsync(() => Task.WhenAll(act(), act()));
        await held.RollbackAsync();
        await both;
    }
}
