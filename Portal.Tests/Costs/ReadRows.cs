using System.Data.Common;
using Microsoft.EntityFrameworkCore.Diagnostics;

namespace Portal.Tests.Costs;

/// <summary>Counts the rows that come from the store.</summary>
internal sealed class ReadRows : DbCommandInterceptor
{
    private int _count;

    public int Count => _count;

    public override InterceptionResult DataReaderDisposing(
        DbCommand command,
        DataReaderDisposingEventData eventData,
        InterceptionResult result
    )
    {
        Interlocked.Add(ref _count, eventData.ReadCount);
        return result;
    }
}
