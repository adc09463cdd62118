// Plain Express: it sends the bytes that it was given for a path, and works nothing out.
import compression from 'compression'
import express from 'express'

const bodies = new Map()
const streams = new Set()
const app = express()
app.use(compression())
app.put('/{*path}', express.raw({ type: () => true, limit: '64mb' }), (request, response) => {
  bodies.set(request.path, request.body)
  response.sendStatus(204)
})
// Streams of events: what is posted goes to all of them.
app.get('/streams', (_request, response) => {
  response.writeHead(200, {
    'Content-Type': 'text/event-stream',
    'Cache-Control': 'no-store, no-transform',
  })
  response.write('event: began\ndata: {}\n\n')
  streams.add(response)
  response.on('close', () => streams.delete(response))
})
app.post('/streams', express.text({ type: () => true }), (request, response) => {
  for (const each of streams) each.write(request.body)
  response.sendStatus(204)
})
app.get('/{*path}', (request, response) => {
  const body = bodies.get(request.path)
  if (body) response.set('Cache-Control', 'no-store').type('json').send(body)
  else response.sendStatus(204)
})
app.listen(Number(process.env.PORT), 'localhost', () => console.log('ready'))
