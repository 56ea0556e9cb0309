using Quartz;

namespace Portal.Workers.Calendar;

/// <summary>What a kind does in the store again and again, at <see cref="CalendarOptions.PurgeEvery"/>. Found, not listed.</summary>
public interface IKindUpkeep : IJob;
