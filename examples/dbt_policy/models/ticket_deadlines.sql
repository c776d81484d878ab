-- Each ticket with its due instant, whether it is breached by now, and how long support was open for it.
SELECT
    id,
    plan,
    priority,
    opened,
    answered,
    sla_due(opened, plan, priority) AS due,
    sla_due_reason(opened, plan, priority) AS why_no_due,
    sla_breached(opened, answered, {{ var('now', 'current_timestamp') }}, plan, priority) AS breached,
    sla_elapsed('office', opened, coalesce(answered, {{ var('now', 'current_timestamp') }})) AS open_time
FROM {{ ref('tickets') }}
