-- How many promises were kept, by the month in which the ticket was opened.
SELECT
    strftime(opened AT TIME ZONE 'America/New_York', '%Y-%m') AS month,
    plan,
    count(*) AS tickets,
    {{ attainment('breached') }} AS attainment_percent
FROM {{ ref('ticket_deadlines') }}
GROUP BY ALL
ORDER BY ALL
