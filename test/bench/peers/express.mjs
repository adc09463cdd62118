// Plain Express: it sends the bytes that it was given for a path, and works nothing out.
import compression from 'compression'
import express from 'express'

const bodies = new Map()
const app = express()
app.use(compression())
app.put('/{*path}', express.raw({ type: () => true, limit: '64mb' }), (request, response) => {
  bodies.set(request.path, request.body)
  response.sendStatus(204)
})
app.get('/{*path}', (request, response) => {
  const body = bodies.get(request.path)
  if (body) response.set('Cache-Control', 'no-store').type('json').send(body)
  else response.sendStatus(204)
})
app.listen(Number(process.env.PORT), 'localhost', () => console.log('ready'))
